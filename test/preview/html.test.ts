import { expect } from 'chai';
import { html } from '../../src/preview/html.ts';

describe('the html template', () => {
  it('escapes text and attributes', () => {
    expect(html`<p title="${'"'}">${`<b> & 'c'`}</p>`.markup).to.equal(
      '<p title="&quot;">&lt;b&gt; &amp; &#39;c&#39;</p>',
    );
  });

  it('keeps markup that it made itself, in lists too, and leaves out what is absent', () => {
    const items = ['<a>', 'b'].map((item) => html`<i>${item}</i>`);
    expect(html`<b>${items}${undefined}${false}${0}</b>`.markup).to.equal('<b><i>&lt;a&gt;</i><i>b</i>0</b>');
  });
});
