import { expect } from 'chai';
import type { ImportResult } from '../../src/command-line/import-command.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { Desk } from './run-command.ts';

const file = (...rows: string[]) => ['email,status,channel,sent_at,reason', ...rows, ''].join('\n');
const good = 'anna@customer.example,Sent,Email,2026-05-12T06:42:00Z,"Sponsor, and decider"';

describe('sf rapport import invitations', () => {
  let desk: Desk;
  const command = ['import', 'invitations', '--file', 'wave.csv', '--survey', 'relationship-2026'];

  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.clear());

  it('takes the invitations of a wave in, and a second time finds them all there', async () => {
    desk.write('wave.csv', file(good, 'bert@customer.example,Left Out,Email,,On leave'));
    const first = await desk.run(command);
    expect(first.code, first.text).to.equal(0);
    expect(first.stdout).to.include('2 rows read from wave.csv:');
    expect(first.stdout).to.include('new 2, corrected 0, already here 0');
    const { code, json } = await desk.runJson<{ status: number; result: ImportResult }>(command);
    expect(code).to.equal(0);
    expect(json.result).to.deep.equal({
      file: 'wave.csv',
      read: 2,
      stored: { new: 0, updated: 0, unchanged: 2, erased: 0 },
      leftOut: 0,
      refused: 0,
      refusedLines: [],
    });
    const outbox = openSqliteOutbox(desk.path('.rapport/outbox.sqlite'));
    expect(await outbox.counts()).to.include({ waiting: 2 });
    await outbox.close();
  });

  it('refuses the lines that are wrong, names what they may say, and ends with 1', async () => {
    desk.write('wave.csv', file(good, 'bert@customer.example,Posted,Pigeon,,'));
    const { code, text } = await desk.run(command);
    expect(code, text).to.equal(1);
    expect(text).to.include('refused 1');
    expect(text).to.include('"Posted" in column "status" is not one of: Planned, Sent, Answered');
    expect(text).to.include('"Pigeon" in column "channel" is not one of: Email, Web, Phone, Interview.');
  });
});
