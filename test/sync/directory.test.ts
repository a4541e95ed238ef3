import { expect } from 'chai';
import { Directory } from '../../src/sync/push/directory.ts';
import { loadDirectory } from '../../src/sync/push/load-directory.ts';
import { match } from '../../src/sync/push/match.ts';
import type { Run } from '../../src/sync/run.ts';
import { SyncStage } from '../support/sync-stage.ts';

describe('a person who was asked for by name before everyone was loaded', () => {
  let stage: SyncStage;
  before(async () => {
    stage = await SyncStage.open(new Date('2026-06-10T08:00:00Z'));
  });
  after(() => stage.close());

  it('is one person still, and those who share an e-mail stay as many as they are', async () => {
    const { people } = await stage.account('Ahlborn', 'anna', 'bert', 'bert');
    const org = await stage.signedIn();
    const directory = new Directory(org);
    const parcelOf = (name: string) => ({
      survey: 'relationship-2026',
      respondent: { email: `${name}@customer.example` },
    });
    await directory.learn([parcelOf('anna'), parcelOf('bert')]);
    const run = { org, directory, clock: () => stage.now, sleep: async () => undefined };
    await loadDirectory(run as unknown as Run, 20_000);
    expect(match(parcelOf('anna'), directory)).to.have.nested.property('place.contactId', people[0]);
    expect(match(parcelOf('bert'), directory)).to.include({ reason: 'Ambiguous Contact' });
    expect(directory.contactsOf(parcelOf('bert').respondent)).to.have.length(2);
  });
});
