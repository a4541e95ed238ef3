import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

describe('the limits of the local org', () => {
  let org: GardenOrg;
  beforeEach(async () => {
    org = await startGardenOrg();
  });
  afterEach(() => org.close());

  it('count two kilobytes a record against data storage, and nothing against file storage', async () => {
    const before = await org.connection.limits();
    expect(before['DataStorageMB']).to.deep.equal({ Max: 10_240, Remaining: 10_240 });
    expect(before['FileStorageMB']).to.deep.equal({ Max: 10_240, Remaining: 10_240 });
    // 513 records are a little more than a megabyte: two are begun
    for (let start = 0; start < 513; start += 171) {
      const accounts = Array.from({ length: 171 }, (_, index) => ({ Name: `Customer ${start + index}` }));
      const saved = await org.connection.sobject('Account').create(accounts);
      expect(saved.every(({ success }) => success)).to.equal(true);
    }
    const after = await org.connection.limits();
    expect(after['DataStorageMB']).to.deep.equal({ Max: 10_240, Remaining: 10_238 });
    expect(after['FileStorageMB']).to.deep.equal({ Max: 10_240, Remaining: 10_240 });
  });

  it('tell of storage only those who may manage users', async () => {
    const { connection } = await org.addUser('gardener@example.com');
    expect(Object.keys(await connection.limits())).to.deep.equal(['DailyApiRequests']);
  });
});
