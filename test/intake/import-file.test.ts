import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ImportInterrupted, importResponses } from '../../src/intake/import-file.ts';
import type { ImportReport } from '../../src/intake/import-file.ts';
import { IntakeError } from '../../src/intake/intake-error.ts';
import { responseMapping } from '../../src/intake/mapping.ts';
import type { ResponseMapping } from '../../src/intake/mapping.ts';
import type { LeasedParcel, Outbox } from '../../src/outbox/outbox.ts';
import { openSqliteOutbox } from '../../src/outbox/sqlite-outbox.ts';

const now = new Date('2026-06-30T08:00:00Z');
const plain = responseMapping.parse({
  name: 'plain',
  source: 'file',
  format: 'csv',
  columns: { externalId: 'id', email: 'email', score: 'score', comment: 'comment', respondedAt: 'date' },
});
const header = 'id,email,score,comment,date';
const goodRow = 'a1,anna@customer.example,9,Good,2026-06-01';

describe('importing a file of answers', () => {
  let folder: string;
  let outbox: Outbox;

  const write = (content: string | Uint8Array): string => {
    const path = join(folder, 'answers.csv');
    writeFileSync(path, content);
    return path;
  };
  const importText = (
    content: string | Uint8Array,
    options: { mapping?: ResponseMapping; encoding?: string; survey?: string } = {},
  ): Promise<ImportReport> =>
    importResponses({ path: write(content), mapping: plain, survey: 'wave', outbox, now, ...options });
  const refusal = (content: string | Uint8Array, options = {}) =>
    importText(content, options).then(
      () => undefined,
      (error: unknown) => (error instanceof IntakeError ? { code: error.code, values: error.values } : error),
    );
  const stored = async (): Promise<LeasedParcel[]> =>
    outbox.lease({
      kind: 'response',
      step: 'match',
      worker: { host: 'here', processId: process.pid, name: 'test' },
      now,
      leaseSeconds: 1,
      limit: 1000,
    });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rapport-intake-'));
    outbox = openSqliteOutbox(':memory:');
  });
  afterEach(async () => {
    await outbox.close();
    rmSync(folder, { recursive: true });
  });

  it('stores each row as an answer, known by the source and its id', async () => {
    const report = await importText(`${header}\n${goodRow}\n`);
    expect(report).to.deep.equal({
      file: 'answers.csv',
      read: 1,
      stored: { new: 1, updated: 0, unchanged: 0, erased: 0 },
      leftOut: 0,
      refused: 0,
      refusedLines: [],
    });
    const [parcel] = await stored();
    expect(parcel?.content).to.deep.equal({
      externalId: 'file:a1',
      survey: 'wave',
      respondent: { email: 'anna@customer.example' },
      score: 9,
      comment: 'Good',
      channel: 'Web',
      respondedAt: '2026-06-01T00:00:00.000Z',
    });
  });

  it('changes nothing when the same file comes again, and replaces a corrected row', async () => {
    await importText(`${header}\n${goodRow}\n`);
    expect((await importText(`${header}\n${goodRow}\n`)).stored).to.deep.equal({
      new: 0,
      updated: 0,
      unchanged: 1,
      erased: 0,
    });
    const corrected = goodRow.replace(',9,', ',4,');
    expect((await importText(`${header}\n${corrected}\n`)).stored).to.deep.equal({
      new: 0,
      updated: 1,
      unchanged: 0,
      erased: 0,
    });
    expect((await stored()).map(({ content }) => content)).to.have.length(1);
  });

  it('refuses wrong rows with their lines and all that is wrong with them, and stores the others', async () => {
    const report = await importText(
      [
        header,
        goodRow,
        'a2,bert@customer.example,11,too high,2026-06-01',
        'a3,carl@customer.example,-1,too low,2026-06-01',
        'a4,dora@customer.example,7.5,a fraction,2026-06-01',
        'a5,emil@customer.example,ten,in words,2026-06-01',
        'a6,fred@customer.example,,no score,2026-06-01',
        'a7,not an address,9,wrong,2026-06-01',
        'a8,,9,nobody,2026-06-01',
        'a9,gina@customer.example,9,when?,soon',
        'a10,hans@customer.example,9,tomorrow week,2026-07-08',
        ',ines@customer.example,9,no id,2026-06-01',
        'a12,jana@customer.example,9',
        'a13,kurt,12,three things,31.31.2026',
      ].join('\n'),
    );
    expect(
      report.refusedLines.map(({ line, problems }) => [line, ...problems.map(({ code }) => code)]),
    ).to.deep.equal([
      [3, 'scoreOutOfRange'],
      [4, 'scoreOutOfRange'],
      [5, 'scoreNotWhole'],
      [6, 'scoreNotWhole'],
      [7, 'scoreEmpty'],
      [8, 'emailWrong'],
      [9, 'respondentEmpty'],
      [10, 'dateWrong'],
      [11, 'dateInFuture'],
      [12, 'idEmpty'],
      [13, 'cellCount'],
      [14, 'emailWrong', 'scoreOutOfRange', 'dateWrong'],
    ]);
    expect(report).to.include({ read: 13, refused: 12 });
    expect(report.stored.new).to.equal(1);
  });

  it('counts lines as an editor does, with line breaks inside comments and empty lines between rows', async () => {
    const report = await importText(
      `${header}\r\na1,anna@customer.example,9,"two\r\nlines",2026-06-01\r\n\r\na2,bert@customer.example,11,x,2026-06-01`,
    );
    expect(report.refusedLines.map(({ line }) => line)).to.deep.equal([5]);
    const [parcel] = await stored();
    expect(parcel?.content).to.include({ comment: 'two\r\nlines' });
  });

  it('takes stray quotes within a cell as they are, and refuses a row that they break apart', async () => {
    const report = await importText(
      [
        header,
        'a1,a@customer.example,9,"a" b "c",2026-06-01',
        'a2,b@customer.example,9,"x" y, "z",2026-06-01',
        'a3,c@customer.example,9,fine,2026-06-01',
      ].join('\n'),
    );
    expect(report).to.deep.include({ read: 3, stored: { new: 2, updated: 0, unchanged: 0, erased: 0 } });
    expect(report.refusedLines.map(({ line, problems }) => [line, problems[0]?.code])).to.deep.equal([
      [3, 'cellCount'],
    ]);
  });

  it('says where a quote was opened that is never closed', async () => {
    const report = await importText(
      `${header}\n${goodRow}\na2,b@customer.example,9,"never closed,2026-06-01\n\n\n`,
    );
    expect(report.refusedLines.map(({ line, problems }) => [line, problems[0]?.code])).to.deep.equal([
      [3, 'brokenRow'],
    ]);
    expect(report.stored.new).to.equal(1);
  });

  it('reads semicolons and tabs as well as commas', async () => {
    for (const delimiter of [';', '\t']) {
      const report = await importText(`${header}\n${goodRow}\n`.replaceAll(',', delimiter));
      expect(report).to.include({ read: 1, refused: 0 });
    }
  });

  it('reads French Excel files in their own encoding, and says which one is wrong', async () => {
    const latin = Buffer.from(`${header}\na1,anna@customer.example,9,Très bien,2026-06-01\n`, 'latin1');
    expect(await refusal(latin)).to.deep.equal({
      code: 'fileNotInEncoding',
      values: [join(folder, 'answers.csv'), 'utf-8'],
    });
    expect(await outbox.counts()).to.include({ waiting: 0 });
    await importText(latin, { encoding: 'windows-1252' });
    const [parcel] = await stored();
    expect(parcel?.content).to.include({ comment: 'Très bien' });
    expect(await refusal(latin, { encoding: 'klingon' })).to.deep.include({ code: 'encodingUnknown' });
  });

  it('reads a file that begins with a byte order mark', async () => {
    expect(await importText(`\uFEFF${header}\n${goodRow}\n`)).to.include({ read: 1, refused: 0 });
  });

  it('reads times in the time zone of the mapping, summer and winter', async () => {
    const mapping = { ...plain, timeZone: 'Europe/Paris', dateFormat: 'dd/MM/yyyy HH:mm' };
    await importText(
      `${header}\na1,a@customer.example,9,,15/01/2026 10:00\na2,b@customer.example,9,,15/06/2026 10:00\n`,
      { mapping },
    );
    const times = (await stored()).map(({ content }) =>
      'respondedAt' in content ? content.respondedAt : '',
    );
    expect(times.sort()).to.deep.equal(['2026-01-15T09:00:00.000Z', '2026-06-15T08:00:00.000Z']);
  });

  it('knows a row without an id by its content', async () => {
    const mapping = { ...plain, columns: { ...plain.columns, externalId: undefined } };
    const row = 'x,anna@customer.example,9,Good,2026-06-01';
    expect((await importText(`${header}\n${row}\n`, { mapping })).stored.new).to.equal(1);
    expect((await importText(`${header}\n${row}\n`, { mapping })).stored.unchanged).to.equal(1);
    expect((await importText(`${header}\n${row.replace('Good', 'Bad')}\n`, { mapping })).stored.new).to.equal(
      1,
    );
  });

  it('refuses a comment that is longer than the org keeps, and cuts nothing off', async () => {
    const report = await importText(`${header}\na1,a@customer.example,9,${'x'.repeat(32_769)},2026-06-01\n`);
    expect(report.refusedLines[0]?.problems[0]).to.deep.equal({
      code: 'tooLong',
      values: ['comment', '32769', '32768'],
    });
  });

  it('refuses an address that is longer than the org keeps', async () => {
    const email = `${'x'.repeat(70)}@customer.example`;
    const report = await importText(`${header}\na1,${email},9,,2026-06-01\n`);
    expect(report.refusedLines[0]?.problems[0]).to.deep.equal({
      code: 'tooLong',
      values: ['email', '87', '80'],
    });
  });

  it('takes a time with an offset as it is, whatever the time zone of the mapping', async () => {
    const mapping = { ...plain, timeZone: 'Europe/Paris' };
    const times = ['2026-06-01T10:00:00Z', '2026-06-01T10:00:00+05:30', '2026-06-01T10:00:00', '2026-06-01'];
    await importText(
      [header, ...times.map((time, index) => `a${index},a@customer.example,9,,${time}`)].join('\n'),
      { mapping },
    );
    const read = (await stored()).map(({ content }) => ('respondedAt' in content ? content.respondedAt : ''));
    expect(read.sort()).to.deep.equal([
      '2026-05-31T22:00:00.000Z',
      '2026-06-01T04:30:00.000Z',
      '2026-06-01T08:00:00.000Z',
      '2026-06-01T10:00:00.000Z',
    ]);
  });

  it('does not take a mapping whose date format no date can be read with', () => {
    for (const dateFormat of ['DD/MM/YYYY', 'jj/mm/aaaa']) {
      expect(responseMapping.safeParse({ ...plain, dateFormat }).success, dateFormat).to.equal(false);
    }
    expect(responseMapping.safeParse({ ...plain, dateFormat: 'dd/MM/yyyy HH:mm' }).success).to.equal(true);
  });

  it('reads more rows than one transaction holds', async () => {
    const rows = Array.from(
      { length: 1234 },
      (_, index) => `r${index},p${index}@customer.example,${index % 11},,2026-06-01`,
    );
    expect(await importText([header, ...rows].join('\n'))).to.deep.include({
      read: 1234,
      stored: { new: 1234, updated: 0, unchanged: 0, erased: 0 },
    });
  });

  describe('takes nothing in from', () => {
    it('a file that is not there, or a folder', async () => {
      const request = { mapping: plain, survey: 'wave', outbox, now };
      for (const path of [join(folder, 'nowhere.csv'), folder]) {
        const failure = await importResponses({ ...request, path }).catch((error: unknown) => error);
        expect(failure).to.include({ name: 'IntakeError', code: 'fileMissing' });
      }
    });

    it('an empty file', async () => {
      expect(await refusal('  \n \n')).to.deep.include({ code: 'fileEmpty' });
    });

    it('an Excel workbook, a PDF or a picture', async () => {
      expect(await refusal(Buffer.from('PK\u0003\u0004…'))).to.deep.include({ code: 'fileIsWorkbook' });
      expect(await refusal('%PDF-1.7 …')).to.deep.include({ code: 'fileNotText' });
      expect(await refusal(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]))).to.deep.include({
        code: 'fileNotText',
      });
    });

    it('a file without the columns of the mapping, and names what is missing and what is there', async () => {
      expect(await refusal('name;note\nAnna;9\n')).to.deep.equal({
        code: 'columnsMissing',
        values: [join(folder, 'answers.csv'), 'id, email, score, comment, date', 'name, note', 'plain'],
      });
    });

    it('a file with two columns of one name', async () => {
      expect(await refusal(`${header},score\n`)).to.deep.include({ code: 'columnTwice' });
    });

    it('a file for which nothing names the survey', async () => {
      expect(await refusal(`${header}\n${goodRow}\n`, { survey: undefined })).to.deep.include({
        code: 'surveyMissing',
      });
    });

    it('a plain file with the mapping for Qualtrics', async () => {
      const mapping = { ...plain, format: 'qualtrics' as const };
      expect(await refusal(`${header}\n${goodRow}\n${goodRow}\n${goodRow}\n`, { mapping })).to.deep.include({
        code: 'notQualtrics',
      });
    });
  });

  it('keeps what was stored when the outbox fails in the middle, and a second import completes it', async () => {
    const rows = Array.from(
      { length: 1200 },
      (_, index) => `r${index},p${index}@customer.example,9,,2026-06-01`,
    );
    let batches = 0;
    const put = outbox.put.bind(outbox);
    outbox.put = async (parcels, at) => {
      batches += 1;
      if (batches === 2) throw new Error('disk full');
      return put(parcels, at);
    };
    const failure = await importText([header, ...rows].join('\n')).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(ImportInterrupted);
    expect((failure as ImportInterrupted).report).to.deep.include({
      read: 500,
      stored: { new: 500, updated: 0, unchanged: 0, erased: 0 },
    });
    expect((await importText([header, ...rows].join('\n'))).stored).to.deep.equal({
      new: 700,
      updated: 0,
      unchanged: 500,
      erased: 0,
    });
  });

  it('reads a Qualtrics export by the ImportIds of its third row, whatever its labels say', async () => {
    const mapping = responseMapping.parse({
      name: 'qualtrics',
      source: 'qualtrics',
      format: 'qualtrics',
      timeZone: 'Europe/Paris',
      columns: {
        externalId: '_recordId',
        email: 'recipientEmail',
        score: 'QID1',
        comment: 'QID2_TEXT',
        respondedAt: 'recordedDate',
      },
      constants: { channel: 'Email' },
      skip: [{ column: 'status', values: ['Survey Preview'], reason: 'a preview' }],
    });
    const ids = ['status', 'recordedDate', '_recordId', 'recipientEmail', 'QID1', 'QID2_TEXT'];
    const importIds = ids.map((id) => `"{""ImportId"":""${id}""}"`).join(',');
    const report = await importText(
      [
        'Status,RecordedDate,ResponseId,RecipientEmail,Q1,Q2',
        'Statut,"Date, heure",Réponse,E-mail,"Recommanderiez-vous ""nous"" ?\nSur 10",Pourquoi ?',
        importIds,
        'IP Address,2026-06-01 10:00:00,R_1,anna@customer.example,10,"Rapide, clair"',
        'Survey Preview,2026-06-01 10:00:00,R_2,tester@customer.example,5,essai',
      ].join('\n'),
      { mapping },
    );
    expect(report).to.include({ read: 2, leftOut: 1, refused: 0 });
    const [parcel] = await stored();
    expect(parcel?.content).to.include({
      externalId: 'qualtrics:R_1',
      score: 10,
      comment: 'Rapide, clair',
      channel: 'Email',
      respondedAt: '2026-06-01T08:00:00.000Z',
    });
  });
});
