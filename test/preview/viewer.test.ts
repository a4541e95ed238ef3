import { expect } from 'chai';
import { viewerOf } from '../../src/preview/viewer.ts';

describe('the user who is logged in to an org', () => {
  const info = {
    preferred_username: 'ada@acme.example',
    name: 'Ada Byron',
    language: 'en_US',
    locale: 'en_GB',
    zoneinfo: 'Europe/London',
  };

  it('looks at the preview with the language, locale and time zone of the org', () => {
    expect(viewerOf(info, 'https://acme.my.salesforce.com')).to.deep.equal({
      username: 'ada@acme.example',
      name: 'Ada Byron',
      role: 'acme.my.salesforce.com',
      language: 'en_US',
      locale: 'en_GB',
      timeZone: 'Europe/London',
    });
  });

  it('may have one of Salesforce’s locales that the standard does not know', () => {
    const locales = ['de_DE_EURO', 'sh_ME_USD', 'zh_Hans_CN', '??'].map(
      (locale) => viewerOf({ ...info, locale }, 'https://acme.my.salesforce.com').locale,
    );
    expect(locales).to.deep.equal(['de_DE', 'sh_ME', 'zh_Hans_CN', undefined]);
  });
});
