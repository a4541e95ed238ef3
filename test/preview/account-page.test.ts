import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import type { PreviewOptions } from '../../src/preview/start-preview.ts';
import { account, fetchPage, found, helen, refused, sophie, startScene } from './fake-org.ts';
import type { FakeAnswer, FakeQuestion, Scene } from './fake-org.ts';
import { SmallPackage } from './small-package.ts';

const hawthorne = '001000000000001AAA';

describe('the page of an account', function () {
  this.timeout(30_000);
  let small: SmallPackage;
  let scene: Scene | undefined;

  before(() => {
    small = new SmallPackage();
  });
  after(() => {
    small.clear();
  });
  afterEach(async () => {
    await scene?.close();
    scene = undefined;
  });

  /** An org that knows one account and who asks, and that answers GraphQL as the test wants it. */
  const start = async (
    graphql: (question: FakeQuestion) => FakeAnswer = () => ({ body: { data: {} } }),
    options: Partial<PreviewOptions> = {},
  ): Promise<Scene> => {
    const answer = (question: FakeQuestion): FakeAnswer => {
      if (question.path.endsWith('/userinfo')) return { body: { user_id: '005000000000009AAA' } };
      if (question.path.endsWith('/graphql')) return graphql(question);
      return found(account({ Industry: 'Food', BillingCity: 'Leeds' }));
    };
    scene = await startScene(answer, { components: small.source, ...options });
    return scene;
  };

  const session = (html: string) => {
    const content = /<meta name="rapport-session" content="([^"]*)"/.exec(html)?.[1] ?? '';
    return JSON.parse(
      content.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&'),
    ) as {
      recordId: string;
      orgPath: string;
      values: { labels: Record<string, string>; user: object; i18n: Record<string, string> };
    };
  };

  /** Asks the org by way of the preview, with headers that browsers do not let pages set. */
  const ask = ({ preview }: Scene, headers: Record<string, string> = {}, user = helen.username) => {
    const url = new URL(`/org/${user}/services/data/v67.0/graphql`, preview.url);
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const sent = httpRequest(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url.origin, ...headers },
      });
      sent.on('error', reject).on('response', (response) => {
        let text = '';
        response.on('data', (part) => (text += String(part)));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.end(JSON.stringify({ query: '{ uiapi }' }));
    });
  };

  it('is linked from the list, and leads back to the same list', async () => {
    const { page } = await start();
    const list = await page('/?q=haw&sort=answers');
    const link = /href="(\/accounts\/[^"]*)"/.exec(list.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const { status, text, html } = await page(link);
    expect(status).to.equal(200);
    expect(text).to.contain('Hawthorne & Pryce Foods Ltd').and.contain('Food').and.contain('Leeds');
    expect(html.replaceAll('&amp;', '&')).to.match(/class="account-back" href="\/\?[^"]*q=haw&sort=answers/);
  });

  it('stays the same account when another user or language is chosen', async () => {
    const { page } = await start();
    const { html } = await page(`/accounts/${hawthorne}`);
    expect(html).to.contain(`/accounts/${hawthorne}?user=${encodeURIComponent(sophie.username)}`);
    expect(html.replaceAll('&amp;', '&')).to.match(new RegExp(`/accounts/${hawthorne}\\?[^"]*lang=fr`));
  });

  it('tells its components who looks, in which language and locale, and no token', async () => {
    const { page } = await start();
    const { html } = await page(`/accounts/${hawthorne}?user=${sophie.username}`);
    expect(html).not.to.contain('token of');
    const { recordId, orgPath, values } = session(html);
    expect(recordId).to.equal(hawthorne);
    expect(orgPath).to.equal(`/org/${encodeURIComponent(sophie.username)}`);
    expect(values.user).to.deep.equal({ Id: '005000000000009AAA', isGuest: false });
    expect(values.i18n).to.include({ lang: 'fr', locale: 'fr-FR', timeZone: 'Europe/Paris' });
    expect(values.labels).to.deep.equal({ 'c.Greeting': 'Bonjour', 'c.Farewell': 'Goodbye' });
  });

  it('runs only scripts of its own server, and no script within the page', async () => {
    const { page } = await start();
    const { headers, html } = await page(`/accounts/${hawthorne}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).to.contain("default-src 'none'").and.contain("script-src 'self';");
    expect(policy).to.contain("connect-src 'self'").and.contain("frame-ancestors 'none'");
    expect(html).not.to.match(/<script(?![^>]* src=")|\son\w+=|https?:\/\//);
  });

  it('finds everything that it names on its own server', async () => {
    const { page, preview } = await start();
    const { html } = await page(`/accounts/${hawthorne}?locker=1`);
    const addresses = [...html.matchAll(/(?:<link[^>]* href|<script[^>]* src)="([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(addresses.length).to.be.at.least(5);
    for (const address of addresses) {
      expect((await fetchPage(preview, address)).status, address).to.equal(200);
    }
  });

  it('gives out nothing beside scripts and the design system', async () => {
    const { preview } = await start();
    for (const path of [
      '/assets/../package.json',
      '/assets/%2e%2e/package.json',
      '/assets/styles/%2e%2e%2f%2e%2e%2fpackage.json',
      '/assets/styles/none.css',
      '/scripts/manifest.json',
      '/scripts/%2e%2e%2fmanifest.json',
    ]) {
      expect((await fetchPage(preview, path)).status, path).to.equal(404);
    }
  });

  it('is not there for an account that does not exist, or an id that is none', async () => {
    scene = await startScene(() => found(), { components: small.source });
    const { status, text } = await scene.page(`/accounts/${hawthorne}`);
    expect(status).to.equal(404);
    expect(text).to.contain('There is no such account').and.contain('Helen Ward may not see it');
    expect((await scene.page(`/accounts/${encodeURIComponent("x' OR Id != '")}`)).status).to.equal(404);
    expect(scene.org.questions).to.have.length(1);
  });

  it('names what is wrong in which file when a component cannot be compiled', async () => {
    const broken = new SmallPackage();
    broken.writeComponent('export default class {');
    const { page } = await start(undefined, { components: broken.source });
    const { status, text } = await page(`/accounts/${hawthorne}`);
    expect(status).to.equal(500);
    expect(text).to.contain('could not be built').and.contain('hello.js:1:');
    expect((await page()).status).to.equal(200);
    broken.clear();
  });

  it('asks the org as its user, whose token stays on the server', async () => {
    const running = await start(() => ({ body: { data: { uiapi: 'answered' } } }));
    const { status, text } = await ask(running);
    expect(status).to.equal(200);
    expect(JSON.parse(text)).to.deep.equal({ data: { uiapi: 'answered' } });
    expect(running.org.questions).to.deep.equal([
      {
        path: '/services/data/v67.0/graphql',
        soql: '',
        token: `token of ${helen.username}`,
        body: '{"query":"{ uiapi }"}',
      },
    ]);
  });

  it('lets no other site, and no program that does not say where it comes from, act as a user', async () => {
    const running = await start();
    const port = new URL(running.preview.url).port;
    const foreign: Record<string, string>[] = [
      { origin: 'http://elsewhere.example' },
      { origin: 'null' },
      { origin: '' },
      { origin: `https://localhost:${port}` },
      { origin: 'http://localhost:1' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of foreign) {
      const { status, text } = await ask(running, headers);
      expect(status, JSON.stringify(headers)).to.equal(403);
      expect(JSON.parse(text)).to.have.nested.property('[0].errorCode', 'FORBIDDEN');
    }
    expect(running.org.questions).to.have.length(0);
  });

  it('answers to no name but those of this machine, whatever address a foreign name leads to', async () => {
    const running = await start();
    const host = `elsewhere.example:${new URL(running.preview.url).port}`;
    const { status } = await ask(running, {
      host,
      origin: `http://${host}`,
      'sec-fetch-site': 'same-origin',
    });
    expect(status).to.equal(421);
    expect(running.org.questions).to.have.length(0);
  });

  it('passes on nothing for a user whom the preview does not have', async () => {
    const running = await start();
    expect((await ask(running, {}, 'nobody@norvale.example')).status).to.equal(404);
    expect(running.org.questions).to.have.length(0);
  });

  it('signs in again once when the org no longer takes the token', async () => {
    const tokens = ['first', 'second', 'third'];
    const running = await start(
      ({ token }) =>
        token === 'first'
          ? refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
          : { body: { data: {} } },
      { accessTokenFor: () => tokens.shift() ?? 'none left' },
    );
    await running.page();
    expect((await ask(running)).status).to.equal(200);
    expect(running.org.questions.map(({ token }) => token)).to.deep.equal(['first', 'first', 'second']);
  });

  it('says that the org is gone, and nothing of its insides', async () => {
    const running = await start();
    await running.org.close();
    const { status, text } = await ask(running);
    expect(status).to.equal(503);
    expect(JSON.parse(text)).to.deep.equal([
      { errorCode: 'UNREACHABLE', message: 'The org cannot be reached.' },
    ]);
  });
});
