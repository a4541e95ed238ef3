import { text } from '../../package-source.ts';
import { catalogueOf } from '../catalogue.ts';
import { ofType } from '../package.ts';
import type { Package, PackagedComponent, Problem } from '../package.ts';
import { checkCount, checkTexts, elementsAt, problemAt, textsAt, textsIn } from '../places.ts';
import { filterProblem, followColumn, tablesOf } from '../report-tables.ts';

/** Where a report names a column of its type. */
const columnPaths = [
  'columns/field',
  'groupingsDown/field',
  'groupingsAcross/field',
  'filter/criteriaItems/column',
  'timeFrameFilter/dateColumn',
  'sortColumn',
  'chart/groupingColumn',
  'chart/secondaryGroupingColumn',
  'chart/chartSummaries/column',
  'buckets/sourceColumnName',
];

/** Report types join lists of children that are there, and offer fields that are there. */
export function reportTypesOfferFields(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'ReportType').flatMap((type) => {
    const tables = tablesOf(catalogue, type.content);
    if ('problem' in tables) return [problemAt(type, 'baseObject', tables.problem)];
    return elementsAt(type.content, 'sections/columns').flatMap(({ path, value }) => {
      const table = text(value, 'table') ?? '';
      const object = tables.get(table);
      if (object === undefined)
        return [problemAt(type, `${path}/table`, `${table} is no table of the report type`)];
      const found = followColumn(catalogue, object, text(value, 'field') ?? '');
      return 'problem' in found ? [problemAt(type, `${path}/field`, found.problem)] : [];
    });
  });
}

/** Reports are of types of the package and show, group and filter by what these offer, with values that there are. */
export function reportsShowWhatTheirTypeOffers(installed: Package): Problem[] {
  const catalogue = catalogueOf(installed);
  return ofType(installed, 'Report').flatMap((report) => {
    const name = text(report.content, 'reportType') ?? '';
    const type = ofType(installed, 'ReportType').find(({ fullName }) => `${fullName}__c` === name);
    if (type === undefined) return [problemAt(report, 'reportType', `there is no report type ${name}`)];
    const offered = new Set(
      elementsAt(type.content, 'sections/columns').map(
        ({ value }) => `${text(value, 'table')}$${text(value, 'field')}`,
      ),
    );
    const own = ['RowCount', ...['buckets', 'aggregates'].flatMap((list) => ownNames(report, list))];
    const tables = tablesOf(catalogue, type.content);
    return [
      ...folderProblems(installed, report, 'ReportFolder'),
      ...checkTexts(report, columnPaths, (column) =>
        offered.has(column) || own.includes(column) ? undefined : `${name} offers no column ${column}`,
      ),
      ...elementsAt(report.content, 'filter/criteriaItems').flatMap((item) =>
        'problem' in tables
          ? []
          : textsIn(item, 'value').flatMap(({ path, value }) => {
              const problem = filterProblem(catalogue, tables, text(item.value, 'column') ?? '', value);
              return problem === undefined ? [] : [problemAt(report, path, problem)];
            }),
      ),
    ];
  });
}

function ownNames({ content }: PackagedComponent, list: string): string[] {
  return textsAt(content, `${list}/developerName`).map(({ value }) => value);
}

/** Reports and dashboards lie in a folder of the package. */
function folderProblems(installed: Package, component: PackagedComponent, type: string): Problem[] {
  const [folder = ''] = component.fullName.split('/');
  return catalogueOf(installed).names(type).has(folder)
    ? []
    : [problemAt(component, 'fullName', `there is no folder ${folder}`)];
}

/** Charts and tables of a dashboard, by “Dashboard Limits”, Salesforce Help. */
const mostParts = 20;

/** Dashboards show reports of the package, grouped as these are, by columns that these have. */
export function dashboardsShowReports(installed: Package): Problem[] {
  return ofType(installed, 'Dashboard').flatMap((dashboard) => {
    const parts = [
      'dashboardGridLayout/dashboardGridComponents/dashboardComponent',
      'leftSection/components',
      'middleSection/components',
      'rightSection/components',
    ].flatMap((path) => elementsAt(dashboard.content, path));
    const shown = parts.flatMap((part) => {
      const name = text(part.value, 'report') ?? '';
      const report = ofType(installed, 'Report').find(({ fullName }) => fullName === name);
      if (report === undefined)
        return [problemAt(dashboard, `${part.path}/report`, `there is no report ${name}`)];
      const groupings = [
        ...textsAt(report.content, 'groupingsDown/field'),
        ...textsAt(report.content, 'groupingsAcross/field'),
      ].map(({ value }) => value);
      const columns = textsAt(report.content, 'columns/field').map(({ value }) => value);
      const summaries = ['RowCount', ...columns, ...ownNames(report, 'aggregates'), ...groupings];
      return [
        ...textsIn(part, 'groupingColumn')
          .filter(({ value }) => !groupings.includes(value))
          .map(({ path, value }) => problemAt(dashboard, path, `${name} is not grouped by ${value}`)),
        ...[...textsIn(part, 'chartSummary/column'), ...textsIn(part, 'dashboardTableColumn/column')]
          .filter(({ value }) => !summaries.includes(value))
          .map(({ path, value }) => problemAt(dashboard, path, `${name} has no column ${value}`)),
      ];
    });
    return [
      ...folderProblems(installed, dashboard, 'DashboardFolder'),
      ...checkCount(dashboard, 'dashboardGridLayout', 'dashboardGridComponents', mostParts),
      ...shown,
    ];
  });
}
