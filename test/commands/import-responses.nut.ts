import { existsSync } from 'node:fs';
import { expect } from 'chai';
import type { ImportResult } from '../../src/command-line/import-command.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';
import { Desk, inPairs } from './run-command.ts';
import type { CommandEnd, ErrorDocument } from './run-command.ts';

const header = 'id,survey,email,score,comment,responded_at';
const row = (id: string, changes: { email?: string; score?: string; date?: string } = {}) => {
  const { email = `${id}@customer.example`, score = '9', date = '2026-06-01' } = changes;
  return `${id},relationship-2026,${email},${score},"Good, quick",${date}`;
};
const file = (...rows: string[]) => [header, ...rows, ''].join('\n');

describe('sf rapport import responses', () => {
  let desk: Desk;
  const run = (...args: string[]) => desk.run(['import', 'responses', ...args]);
  const waiting = async (path = '.rapport/outbox.sqlite') => {
    const outbox = openSqliteOutbox(desk.path(path));
    const counts = await outbox.counts();
    await outbox.close();
    return counts.waiting;
  };

  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.clear());

  it('takes a file in, and says how many rows it read and what comes next', async () => {
    desk.write('answers.csv', file(row('a1'), row('a2')));
    const { code, text, stdout } = await run('--file', 'answers.csv');
    expect(code, text).to.equal(0);
    expect(stdout).to.include('2 rows read from answers.csv:');
    expect(stdout).to.include('new 2, corrected 0, already here 0');
    expect(stdout).to.include('refused 0');
    expect(stdout).to.include('2 now wait in the outbox.');
    expect(stdout).to.include('sf rapport sync responses --target-org');
    expect(await waiting()).to.equal(2);
  });

  it('gives its report as JSON, of a file with new, corrected, known and refused rows', async () => {
    desk.write('answers.csv', file(row('a1'), row('a2')));
    await run('--file', 'answers.csv');
    desk.write(
      'answers.csv',
      file(row('a1'), row('a2', { score: '3' }), row('a3'), row('a4', { score: '11' })),
    );
    const { code, json } = await desk.runJson<{ status: number; result: ImportResult; warnings: [] }>([
      ...['import', 'responses', '--file', 'answers.csv'],
    ]);
    expect(code).to.equal(1);
    expect(json).to.deep.equal({
      status: 1,
      result: {
        file: 'answers.csv',
        read: 4,
        stored: { new: 1, updated: 1, unchanged: 1, erased: 0 },
        leftOut: 0,
        refused: 1,
        refusedLines: [{ line: 5, reasons: ['The score 11 is not between 0 and 10.'] }],
      },
      warnings: [],
    });
  });

  it('lists refused lines with what is wrong, says how to correct them, and ends with 1', async () => {
    desk.write(
      'answers.csv',
      file(
        row('a1', { score: '11' }),
        row('a2'),
        row('a3', { email: 'nobody', score: 'ten', date: '2099-01-01' }),
        row('a4', { date: '31.02.2026' }),
        'a5,too,few',
      ),
    );
    const { code, text } = await run('--file', 'answers.csv');
    expect(code, text).to.equal(1);
    expect(text).to.include('refused 4');
    expect(text).to.include('2 The score 11 is not between 0 and 10.');
    expect(text).to.include('4 "nobody" is not an e-mail address. The score "ten" is not a whole number.');
    expect(text).to.include('The date "2099-01-01" in column "responded_at" is in the future.');
    expect(text).to.include('5 "31.02.2026" in column "responded_at" is not a date');
    expect(text).to.include('6 It has 3 cells, and the header has 6.');
    expect(text).to.include('Correct these lines in answers.csv and import it again');
    expect(await waiting()).to.equal(1);
  });

  it('prints twenty refused lines, and counts the others', async () => {
    const rows = Array.from({ length: 25 }, (_, index) => row(`a${index}`, { score: '11' }));
    desk.write('answers.csv', file(...rows));
    const { code, text, stdout } = await run('--file', 'answers.csv');
    expect(code, text).to.equal(1);
    expect(stdout.split('The score 11')).to.have.length(21);
    expect(text).to.include('… and 5 more; --json lists them.');
  });

  it('takes the survey, the mapping, the encoding and the outbox from its flags', async () => {
    const mapping = {
      name: 'mine',
      source: 'mine',
      format: 'csv',
      columns: { email: 'Adresse', score: 'Note', comment: 'Où ?', respondedAt: 'Date' },
    };
    desk.write('mine.json', JSON.stringify(mapping));
    const text = 'Adresse;Note;Où ?;Date\nanna@customer.example;9;À Genève;2026-06-01\n';
    desk.write('answers.csv', Buffer.from(text, 'latin1'));
    const flags = ['--survey', 'relationship-2026', '--mapping', 'mine.json', '--encoding', 'windows-1252'];
    const end = await run('--file', 'answers.csv', ...flags, '--outbox', 'kept/here/answers.sqlite');
    expect(end.code, end.text).to.equal(0);
    expect(await waiting('kept/here/answers.sqlite')).to.equal(1);
    expect(existsSync(desk.path('.rapport'))).to.equal(false);
  });

  describe('refuses, with what to do next,', () => {
    const refusals: {
      what: string;
      files?: Record<string, string | Uint8Array>;
      args?: string[];
      says: string;
    }[] = [
      { what: 'a file that is not there', says: 'There is no file answers.csv that can be read.' },
      { what: 'an empty file', files: { 'answers.csv': '' }, says: 'The file answers.csv is empty.' },
      {
        what: 'a PDF',
        files: { 'answers.csv': '%PDF-1.7 …' },
        says: 'The file answers.csv is not a CSV file: it is not text.',
      },
      {
        what: 'a workbook',
        files: { 'answers.csv': Buffer.from('PK\u0003\u0004…') },
        says: 'The file answers.csv is an Excel workbook, not a CSV file.',
      },
      {
        what: 'a file in another encoding',
        files: { 'answers.csv': Buffer.from(file(row('é')), 'latin1') },
        says: 'The file answers.csv is not written in utf-8. Nothing was taken in.',
      },
      {
        what: 'an encoding that does not exist',
        files: { 'answers.csv': file(row('a1')) },
        args: ['--encoding', 'klingon'],
        says: 'There is no encoding called klingon.',
      },
      {
        what: 'a file that is no Qualtrics export',
        files: { 'answers.csv': file(row('a1'), row('a2'), row('a3')) },
        args: ['--mapping', 'qualtrics'],
        says: 'The file answers.csv is not a Qualtrics export',
      },
      {
        what: 'a file without the columns of the mapping',
        files: { 'answers.csv': 'id,mail,score\na1,anna@customer.example,9\n' },
        says: 'The file answers.csv lacks these columns: survey, email, comment, responded_at. It has: id, mail, score.',
      },
      {
        what: 'a file with two columns of one name',
        files: { 'answers.csv': `${header},score\n${row('a1')},9\n` },
        says: 'The file answers.csv has two columns called score. Nothing was taken in.',
      },
      {
        what: 'a mapping that does not exist',
        files: { 'answers.csv': file(row('a1')) },
        args: ['--mapping', 'nothing'],
        says: 'There is no mapping ',
      },
      {
        what: 'a mapping that is wrong',
        files: { 'answers.csv': file(row('a1')), 'mine.json': '{ "name": "mine" }' },
        args: ['--mapping', 'mine.json'],
        says: 'The mapping mine.json cannot be used:',
      },
      {
        what: 'rows that belong to no survey',
        files: {
          'answers.csv': 'who,score,date\nanna@customer.example,9,2026-06-01\n',
          'mine.json': JSON.stringify({
            name: 'mine',
            source: 'mine',
            format: 'csv',
            columns: { email: 'who', score: 'score', respondedAt: 'date' },
          }),
        },
        args: ['--mapping', 'mine.json'],
        says: 'Nothing says which survey the rows of answers.csv belong to. Nothing was taken in.',
      },
      {
        what: 'an outbox that is another file',
        files: { 'answers.csv': file(row('a1')), 'letter.txt': 'Dear Sir or Madam, '.repeat(100) },
        args: ['--outbox', 'letter.txt'],
        says: 'letter.txt is not an outbox of Rapport, or is damaged',
      },
      {
        what: 'an outbox in a folder that is a file',
        files: { 'answers.csv': file(row('a1')) },
        args: ['--outbox', 'answers.csv/outbox.sqlite'],
        says: 'The outbox answers.csv/outbox.sqlite cannot be opened:',
      },
    ];
    let ends: CommandEnd[];

    before(async () => {
      ends = await inPairs(refusals, async ({ files = {}, args = [] }) => {
        const ownDesk = new Desk();
        for (const [name, content] of Object.entries(files)) ownDesk.write(name, content);
        const end = await ownDesk.run(['import', 'responses', '--file', 'answers.csv', ...args]);
        ownDesk.clear();
        return end;
      });
    });

    refusals.forEach(({ what, says }, index) => {
      it(what, () => {
        const { code, text = '', stdout } = ends[index] ?? {};
        expect(code, text).to.equal(1);
        expect(text).to.include(says);
        expect(text).to.match(/Try this: \S/);
        expect(stdout).to.equal('');
      });
    });
  });

  it('says a refusal in JSON with the same words', async () => {
    const { code, json } = await desk.runJson<ErrorDocument>(['import', 'responses', '--file', 'gone.csv']);
    expect(code).to.equal(1);
    expect(json).to.deep.include({
      name: 'FileMissingError',
      message: 'There is no file gone.csv that can be read.',
      actions: ['Check the path, and that you may read the file.'],
      status: 1,
    });
    expect(json).to.not.have.property('stack');
  });

  it('asks for the file when none is given, and names a flag that it does not know', async () => {
    const [without, unknown] = await inPairs([[], ['--file', 'a.csv', '--suvrey', 'x']], (args) =>
      run(...args),
    );
    expect(without?.code).to.equal(2);
    expect(without?.text).to.include('Missing required flag file');
    expect(unknown?.code).to.equal(2);
    expect(unknown?.text).to.include('--suvrey');
  });
});
