import { expect } from 'chai';
import { ESLint } from 'eslint';
import { projectRoot } from '../support/test-org.ts';

describe('the lint of Lightning web components', () => {
  const eslint = new ESLint({ cwd: projectRoot });
  const rulesBrokenBy = async (body: string): Promise<(string | null)[]> => {
    const text = `import { LightningElement, api } from 'lwc';
export default class Sample extends LightningElement {
    @api recordId;
    ${body}
}
`;
    const filePath = `${projectRoot}/force-app/main/default/lwc/sample/sample.js`;
    const [result] = await eslint.lintText(text, { filePath });
    return (result?.messages ?? []).map(({ ruleId }) => ruleId);
  };

  it('takes an ordinary component', async () => {
    expect(await rulesBrokenBy("tell() { this.dispatchEvent(new CustomEvent('done')); }")).to.deep.equal([]);
  });

  for (const [mistake, body, rule] of [
    ['text written as HTML', "renderedCallback() { this.template.innerHTML = 'x'; }", 'no-inner-html'],
    ['a public property that it changes itself', "change() { this.recordId = 'x'; }", 'no-api-reassignments'],
    ['a public property in capitals', '@api Name;', 'no-leading-uppercase-api-name'],
    ['a search beyond itself', "find() { return document.querySelector('p'); }", 'no-document-query'],
  ] as const) {
    it(`refuses ${mistake}`, async () => {
      expect(await rulesBrokenBy(body)).to.include(`@lwc/lwc/${rule}`);
    });
  }
});
