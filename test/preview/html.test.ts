import { expect } from 'chai';
import { html } from '../../src/preview/html.ts';

describe('the html template', () => {
  it('escapes text and attributes', () => {
    expect(html`<p title="${'"'}">${`<b> & 'c'`}</p>`.markup).to.equal(
      '<p title="&quot;">&lt;b&gt; &amp; &#39;c&#39;</p>',
    );
  });

  it('keeps markup that it made itself, in lists too, and leaves out what is absent', () => {
    const items = ['<a>', 'b'].map((item) => html`<li>${item}</li>`);
    expect(
      html`<ul>
        ${items}${undefined}${false}${0}
      </ul>`.markup,
    ).to.equal('<ul><li>&lt;a&gt;</li><li>b</li>0</ul>');
  });
});
