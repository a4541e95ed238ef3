import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { importInvitations } from '../../src/intake/import-file.ts';
import { invitationMapping } from '../../src/intake/mapping.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';

const now = new Date('2026-06-30T08:00:00Z');

describe('importing a file of invitations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rapport-invitations-'));
  const outbox = openSqliteOutbox(':memory:');
  const write = (content: string): string => {
    const path = join(folder, 'wave.csv');
    writeFileSync(path, content);
    return path;
  };

  after(async () => {
    await outbox.close();
    rmSync(folder, { recursive: true });
  });

  it('invites one person once to one survey, and gives no address away in the id', async () => {
    const mapping = invitationMapping.parse({
      name: 'invitations',
      source: 'invitations',
      format: 'csv',
      columns: { email: 'email', status: 'status', sentAt: 'sent' },
    });
    const importWave = (text: string) =>
      importInvitations({ path: write(text), mapping, survey: 'wave', outbox, now });
    expect((await importWave('email,status,sent\nAnna@customer.example,Planned,\n')).stored.new).to.equal(1);
    expect(
      (await importWave('email,status,sent\nanna@customer.example,Sent,2026-06-02\n')).stored.updated,
    ).to.equal(1);
    expect(
      (await importWave('email,status,sent\nanna@customer.example,Posted,\n')).refusedLines[0]?.problems[0],
    ).to.deep.include({ code: 'choiceUnknown' });
    const worker = { host: 'here', processId: process.pid, name: 'test' };
    const [parcel] = await outbox.lease({
      kind: 'invitation',
      step: 'match',
      worker,
      now,
      leaseSeconds: 1,
      limit: 10,
    });
    expect(parcel?.content.externalId).to.match(/^invitation:[0-9a-f]{40}$/);
    expect(parcel?.content).to.include({ status: 'Sent', sentAt: '2026-06-02T00:00:00.000Z' });
  });
});
