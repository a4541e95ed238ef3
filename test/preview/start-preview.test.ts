import { expect } from 'chai';
import { startPreview } from '../../src/preview/start-preview.ts';
import type { PreviewOptions } from '../../src/preview/start-preview.ts';
import {
  account,
  emptyCache,
  emptyProject,
  fetchPage,
  found,
  helen,
  noon,
  refused,
  scored,
  sophie,
  startScene,
} from './fake-org.ts';
import type { FakeAnswer, FakeQuestion, Scene } from './fake-org.ts';

describe('the preview', () => {
  let scene: Scene | undefined;

  const start = async (...options: Parameters<typeof startScene>): Promise<Scene> => {
    scene = await startScene(...options);
    return scene;
  };
  afterEach(async () => {
    await scene?.close();
    scene = undefined;
  });

  it('asks the org as the user who looks', async () => {
    const { page, org } = await start(() => found());
    await page(`/?user=${sophie.username}`);
    await page();
    expect(org.questions.map(({ token }) => token)).to.deep.equal([
      `token of ${sophie.username}`,
      `token of ${helen.username}`,
    ]);
    expect(org.questions[0]?.path).to.equal('/services/data/v67.0/query');
  });

  it('follows a result over all its pages', async () => {
    const answer = ({ path }: FakeQuestion): FakeAnswer =>
      path.endsWith('/query')
        ? {
            body: {
              done: false,
              nextRecordsUrl: '/services/data/v67.0/query/01gxx-1',
              records: [account({ ...scored, Name: 'First' })],
            },
          }
        : found(account({ ...scored, Name: 'Second' }));
    const { page } = await start(answer);
    expect((await page()).text).to.match(/2 accounts.*First.*Second/);
  });

  it('sends no token to another host, even if the result says that it goes on there', async () => {
    const elsewhere = { done: false, nextRecordsUrl: 'http://elsewhere.example/more', records: [] };
    const { page } = await start(() => ({ body: elsewhere }));
    const { status, text } = await page();
    expect(status).to.equal(502);
    expect(text).to.contain('The org refused the request');
  });

  it('signs a user in once, and again when the session has expired', async () => {
    const tokens = ['first', 'second'];
    const { page, org } = await start(
      ({ token }) =>
        token === 'first' && org.questions.length > 1
          ? refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid')
          : found(account(scored)),
      { accessTokenFor: () => tokens.shift() ?? 'none left' },
    );
    expect((await page()).status).to.equal(200);
    expect((await page()).status).to.equal(200);
    expect((await page()).status).to.equal(200);
    expect(org.questions.map(({ token }) => token)).to.deep.equal(['first', 'first', 'second', 'second']);
  });

  it('does not sign in over and over when the org refuses every session', async () => {
    const { page, org } = await start(() => refused(401, 'INVALID_SESSION_ID', 'Session expired or invalid'));
    const { status, text } = await page();
    expect(status).to.equal(502);
    expect(text).to.contain('The sign-in did not work').and.contain('Try again');
    expect(org.questions).to.have.length(1);
  });

  it('says that a user could not be signed in', async () => {
    const { page } = await start(() => found(), {
      accessTokenFor: () => Promise.reject(new Error('no such active user')),
    });
    const { status, text } = await page();
    expect(status).to.equal(502);
    expect(text).to.contain('The org did not accept Helen Ward').and.contain('no such active user');
  });

  it('names the permission sets to ask for when the user may not read the scores', async () => {
    const message = "No such column 'Feedback_NPS__c' on entity 'Account'.";
    const { page } = await start(() => refused(400, 'INVALID_FIELD', message));
    const { status, text } = await page();
    expect(status).to.equal(403);
    expect(text).to.contain('Feedback: Sales Rep').and.contain('Feedback: Sales Leader').and.contain(message);
  });

  it('says that the org cannot be reached, with a way to try again and nothing of its insides', async () => {
    const { page, org } = await start(() => found());
    await org.close();
    const { status, text, html } = await page('/?q=nor');
    expect(status).to.equal(503);
    expect(text).to.contain('The org cannot be reached').and.contain(org.url);
    expect(html).to.match(/class="button"\s+href="[^"]*q=nor"/);
    expect(text).not.to.match(/ECONNREFUSED|fetch failed|\bat .*\.ts/);
  });

  it('does not wait for an org that never answers', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const { page } = await start(() => found(), {
      orgUrl: `http://127.0.0.1:${port}`,
      orgTimeoutMilliseconds: 50,
    });
    expect((await page()).status).to.equal(503);
    silent.close();
  });

  it('passes on what else the org refuses', async () => {
    const { page } = await start(() =>
      refused(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
    );
    const { status, text } = await page();
    expect(status).to.equal(502);
    expect(text).to.contain('REQUEST_LIMIT_EXCEEDED: TotalRequests Limit exceeded.');
  });

  it('takes no answer for a list that is none', async () => {
    const { page } = await start(() => ({ body: { hello: 'world' } }));
    expect((await page()).status).to.equal(502);
  });

  it('does not put another user in the place of one who does not exist', async () => {
    const { page, org } = await start(() => found());
    const { status, text } = await page('/?user=%3Cb%3Enobody');
    expect(status).to.equal(404);
    expect(text).to.contain('“<b>nobody” is not one of the users').and.contain('Sophie Lambert');
    expect(org.questions).to.have.length(0);
  });

  it('has a page for addresses that do not exist, and for those that are none', async () => {
    const { page } = await start(() => found());
    for (const path of ['/accounts?lang=fr', '/%zz?lang=fr', '//x?lang=fr']) {
      const response = await fetch(`${scene?.preview.url}${path}`);
      expect(response.status, path).to.equal(404);
      expect(await response.text(), path).to.contain('Cette page n’existe pas');
    }
    expect((await page()).status).to.equal(200);
  });

  it('shows nothing of an unforeseen error on the page, and tells the log', async () => {
    const log: string[] = [];
    const { page } = await start(() => found(account(scored)), {
      clock: () => {
        if (log.length === 0) throw new Error('The clock has stopped.');
        return noon;
      },
      log: (message) => log.push(message),
    });
    const { status, text } = await page();
    expect(status).to.equal(500);
    expect(text).to.contain('This page could not be made').and.not.contain('clock');
    expect(log.join()).to.contain('The clock has stopped.');
  });

  it('does not start with a user whose time zone does not exist', async () => {
    const error = await refusalOf({ users: [{ ...helen, timeZone: 'Europe/Atlantis' }], port: 0 });
    expect(error).to.be.instanceOf(RangeError).with.property('message').that.contains('Europe/Atlantis');
  });

  it('lets no script run and nothing in from elsewhere', async () => {
    const { page } = await start(() => found(account(scored)));
    const { headers, html } = await page();
    expect(headers.get('content-security-policy')).to.match(/^default-src 'none'; style-src 'self';/);
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(html).not.to.match(/<script|\son\w+=|\sstyle=|https?:\/\//);
  });

  it('serves the stylesheet and the icon that the page names', async () => {
    const { page, preview } = await start(() => found());
    const { html } = await page();
    const addresses = [...html.matchAll(/<link[^>]* href="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(addresses).to.have.length(2);
    for (const address of addresses) expect((await fetchPage(preview, address)).status).to.equal(200);
  });

  it('says which port is taken', async () => {
    const { preview } = await start(() => found());
    const port = Number(new URL(preview.url).port);
    const error = await refusalOf({ port });
    expect(error).to.include({ code: 'EADDRINUSE', port });
    expect(error).to.have.property('message').that.contains(String(port));
  });
});

/** With what a preview refuses to start. */
async function refusalOf(options: Partial<PreviewOptions>): Promise<unknown> {
  const components = { projectRoot: emptyProject, cacheDirectory: emptyCache };
  const usual = {
    orgUrl: 'http://localhost:1',
    users: [helen],
    accessTokenFor: () => 'token',
    port: 0,
    components,
  };
  try {
    const preview = await startPreview({ ...usual, clock: () => noon, ...options });
    await preview.close();
    return undefined;
  } catch (error) {
    return error;
  }
}
