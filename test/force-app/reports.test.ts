import { expect } from 'chai';
import { describeProgrammeReports } from './reports/programme.ts';
import { describeWinLossReports } from './reports/win-loss.ts';
import { useReporting } from './reports/reporting.ts';
import type { Tile } from './reports/definitions.ts';
import { children, readPackage, text } from './package-source.ts';

interface Named {
  name: string;
  label: string;
  description: string;
}

describe('the reports', function () {
  this.timeout(60_000);
  const reporting = useReporting();

  describe('as definitions', () => {
    it('are of report types whose every column is there, and may be read by who reads the reports', async () => {
      const { definitions, objectsOf } = reporting;
      for (const { name, baseObject, joins, columns } of definitions.reportTypes.values()) {
        // what found no contact is for the administrator
        const objects = objectsOf(baseObject === 'Feedback_Unmatched__c' ? 'admin' : 'leader');
        const tables = new Map([[baseObject, baseObject]]);
        for (const { relationship } of joins) {
          const [path = '', object = ''] = [...tables].at(-1) ?? [];
          tables.set(`${path}.${relationship}`, (await objects.children(object, relationship)).object);
        }
        for (const column of columns) {
          const [table = '', field = ''] = column.split('$');
          expect(tables, `${name}: ${column}`).to.include.keys(table);
          await objects.find(tables.get(table) ?? '', field);
        }
      }
    });

    it('show, group and filter by columns of their report type, and show no column twice', () => {
      const { reportTypes, reports } = reporting.definitions;
      expect(reports).to.have.property('size', 16);
      for (const report of reports.values()) {
        const offered = reportTypes.get(report.reportType)?.columns ?? new Set();
        const shown = report.columns.map(({ column }) => column);
        const grouped = [...report.down, ...report.across].map(({ column }) => column);
        const filtered = [...report.criteria.map(({ column }) => column), report.timeFrame.column];
        expect([...offered], report.name).to.include.members([...shown, ...grouped, ...filtered]);
        // Salesforce refuses a report that shows what it groups by
        expect([...shown, ...grouped], report.name).to.have.lengthOf(new Set([...shown, ...grouped]).size);
        expect(report.down.length, report.name).to.be.within(1, 3);
        expect(report.format, report.name).to.equal(report.across.length > 0 ? 'Matrix' : 'Summary');
        expect(report.scope, report.name).to.equal('organization');
      }
    });

    it('leave out the token that lets a person answer', () => {
      for (const { name, columns } of reporting.definitions.reportTypes.values())
        expect([...columns].join(), name).not.to.include('Token');
    });

    it('have names and descriptions that fit: 40 and 255 characters, 50 for a report type', () => {
      const { reportTypes, reports } = reporting.definitions;
      for (const { name, label, description } of reports.values()) {
        expect(label, name).to.have.length.within(5, 40);
        expect(description, name).to.have.length.within(30, 255);
      }
      for (const { name, label, description } of reportTypes.values()) {
        expect(label, name).to.have.length.within(5, 50);
        expect(description, name).to.have.length.within(30, 255);
      }
    });

    it('never average or add up scores: an NPS is computed from the people behind it', () => {
      for (const { name, columns } of reporting.definitions.reports.values()) {
        const summed = columns.filter(({ aggregate }) => aggregate !== undefined).map(({ column }) => column);
        expect(summed.join(), name).not.to.match(/NPS|Score__c|Trust_Index/);
      }
    });
  });

  describe('on the dashboards', () => {
    const tiles = (): (Tile & { of: string })[] =>
      [...reporting.definitions.dashboards.values()].flatMap((dashboard) =>
        dashboard.tiles.map((tile) => ({ ...tile, of: `${dashboard.name}: ${tile.header}` })),
      );

    it('are all shown but the one for the administrator, and each tile says what it shows and of when', () => {
      const { reports } = reporting.definitions;
      const forAll = [...reports.keys()].filter((name) => !name.includes('Unmatched'));
      expect([...new Set(tiles().map(({ report }) => report))]).to.have.members(forAll);
      for (const { of, header, footer } of tiles()) {
        expect(header, of).to.have.length.within(5, 80);
        expect(footer, of).to.have.length.within(10, 255);
      }
    });

    it('are drawn by what they group by and sum up', () => {
      for (const { of, kind, report: name, groupings, measures, sortBy, axisRange } of tiles()) {
        const report = reporting.definitions.reports.get(name);
        const grouped = [...(report?.down ?? []), ...(report?.across ?? [])].map(({ column }) => column);
        expect(grouped, of).to.include.members(groupings);
        const expected = kind === 'Metric' ? 0 : kind.endsWith('Stacked') ? 2 : 1;
        expect(groupings, of).to.have.lengthOf(expected);
        expect(measures, of).to.have.lengthOf(1);
        for (const { column, aggregate } of measures) {
          const sums = report?.columns.filter((one) => one.aggregate === 'Sum').map((one) => one.column);
          const formulas = report?.formulas.map((formula) => formula.name);
          expect(aggregate === 'Sum' ? sums : ['RowCount', ...(formulas ?? [])], of).to.include(column);
        }
        // "Chart dashboard components require the sortBy attribute", "… chartAxisRange attribute", says a deploy
        if (kind !== 'Metric') expect([sortBy, axisRange], of).not.to.include(undefined);
      }
    });

    it('run for everyone who may read feedback', async () => {
      for (const part of ['rep', 'kam', 'leader', 'admin'])
        for (const { report } of tiles()) await reporting.run(report.split('/')[1] ?? '', part);
    });

    it('are seen by each viewer with her own rights, and are few enough for every edition', () => {
      const { dashboards } = reporting.definitions;
      for (const { name, type, runningUser } of dashboards.values())
        expect([type, runningUser], name).to.deep.equal(['LoggedInUser', undefined]);
      // dynamic dashboards: 5 in Enterprise, 10 in Unlimited and Performance, 3 in Developer Edition (Salesforce Help)
      expect(dashboards.size).to.be.within(1, 3);
    });
  });

  it('are told of in French: reports, dashboards, report types and their sections', () => {
    const [french] = readPackage('force-app/french').filter(({ type }) => type === 'Translations');
    const { reportTypes, reports, dashboards } = reporting.definitions;
    const inEnglish: Record<string, Named[]> = {
      reportTypes: [...reportTypes.values()],
      reports: [...reports.values()],
      dashboards: [...dashboards.values()].map((dashboard) => ({ ...dashboard, label: dashboard.title })),
    };
    for (const [kind, known] of Object.entries(inEnglish)) {
      const translated = children(french?.content ?? {}, kind);
      expect(translated.map((one) => text(one, 'name'))).to.have.members(known.map(({ name }) => name));
      for (const one of translated) {
        const english = known.find(({ name }) => name === text(one, 'name'));
        expect(text(one, 'label'), english?.name).to.have.length.within(5, kind === 'reports' ? 40 : 50);
        expect(text(one, 'label'), english?.name).not.to.equal(english?.label);
        expect(text(one, 'description'), english?.name).to.have.length.within(30, 255);
        const sections = children(one, 'sections').map((section) => text(section, 'name'));
        expect(sections).to.have.members(reportTypes.get(english?.name ?? '')?.sections ?? []);
      }
    }
  });

  describeProgrammeReports(reporting);
  describeWinLossReports(reporting);
});
