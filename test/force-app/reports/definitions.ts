import { children, readPackage, text } from '../package-source.ts';
import type { Component, Element } from '../package-source.ts';
import { textsAt } from '../well-formed/places.ts';

/** A custom report type: an object, the lists joined to it one below the other, and the columns offered. */
export interface ReportType {
  name: string;
  label: string;
  description: string;
  baseObject: string;
  joins: Join[];
  sections: string[];
  /** `table$field`, as reports name them. */
  columns: ReadonlySet<string>;
}

/** One step from a record to the list of its children; outer: with or without children. */
export interface Join {
  relationship: string;
  outer: boolean;
}

export interface Grouping {
  column: string;
  granularity: string;
}

export interface Criterion {
  column: string;
  operator: string;
  value: string;
}

/** A report, as far as it decides what is counted and how it is shown. */
export interface Report {
  /** With its folder: `Customer_Feedback/NPS_by_Month`. */
  name: string;
  label: string;
  description: string;
  reportType: string;
  format: string;
  scope: string;
  showsDetails: boolean;
  columns: { column: string; aggregate: string | undefined }[];
  criteria: Criterion[];
  /** `1 OR 2`; all criteria where it is not said. */
  logic: string | undefined;
  down: Grouping[];
  across: Grouping[];
  formulas: { name: string; formula: string }[];
  timeFrame: { column: string; interval: string };
}

/** One component of a dashboard. */
export interface Tile {
  kind: string;
  header: string;
  footer: string;
  report: string;
  groupings: string[];
  measures: { column: string; aggregate: string | undefined }[];
  sortBy: string | undefined;
  axisRange: string | undefined;
}

export interface Dashboard {
  name: string;
  title: string;
  description: string;
  type: string | undefined;
  runningUser: string | undefined;
  tiles: Tile[];
}

/** Report types, reports and dashboards of the package, by name. */
export interface Definitions {
  reportTypes: Map<string, ReportType>;
  reports: Map<string, Report>;
  dashboards: Map<string, Dashboard>;
}

/** Reads them from force-app. */
export function readDefinitions(): Definitions {
  const components = readPackage('force-app/main');
  const all = <Shape>(type: string, read: (component: Component) => Shape) =>
    new Map(
      components
        .filter((component) => component.type === type)
        .map((component) => [component.fullName, read(component)]),
    );
  return {
    reportTypes: all('ReportType', toReportType),
    reports: all('Report', toReport),
    dashboards: all('Dashboard', toDashboard),
  };
}

const said = (element: Element, name: string): string => text(element, name) ?? '';

function toReportType({ fullName, content }: Component): ReportType {
  const sections = children(content, 'sections');
  return {
    name: fullName,
    label: said(content, 'label'),
    description: said(content, 'description'),
    baseObject: said(content, 'baseObject'),
    joins: joinsOf(content),
    sections: sections.map((section) => said(section, 'masterLabel')),
    columns: new Set(
      sections
        .flatMap((section) => children(section, 'columns'))
        .map((column) => `${said(column, 'table')}$${said(column, 'field')}`),
    ),
  };
}

function joinsOf(element: Element): Join[] {
  return children(element, 'join').flatMap((join) => [
    { relationship: said(join, 'relationship'), outer: said(join, 'outerJoin') === 'true' },
    ...joinsOf(join),
  ]);
}

function toReport({ fullName, content }: Component): Report {
  const [filter = {}] = children(content, 'filter');
  const [timeFrame = {}] = children(content, 'timeFrameFilter');
  const groupings = (name: string) =>
    children(content, name).map((grouping) => ({
      column: said(grouping, 'field'),
      granularity: said(grouping, 'dateGranularity'),
    }));
  return {
    name: fullName,
    label: said(content, 'name'),
    description: said(content, 'description'),
    reportType: said(content, 'reportType').replace(/__c$/, ''),
    format: said(content, 'format'),
    scope: said(content, 'scope'),
    showsDetails: said(content, 'showDetails') === 'true',
    columns: children(content, 'columns').map((column) => ({
      column: said(column, 'field'),
      aggregate: text(column, 'aggregateTypes'),
    })),
    criteria: children(filter, 'criteriaItems').map((item) => ({
      column: said(item, 'column'),
      operator: said(item, 'operator'),
      value: said(item, 'value'),
    })),
    logic: text(filter, 'booleanFilter'),
    down: groupings('groupingsDown'),
    across: groupings('groupingsAcross'),
    formulas: children(content, 'aggregates').map((aggregate) => ({
      name: said(aggregate, 'developerName'),
      formula: said(aggregate, 'calculatedFormula'),
    })),
    timeFrame: { column: said(timeFrame, 'dateColumn'), interval: said(timeFrame, 'interval') },
  };
}

function toDashboard({ fullName, content }: Component): Dashboard {
  return {
    name: fullName,
    title: said(content, 'title'),
    description: said(content, 'description'),
    type: text(content, 'dashboardType'),
    runningUser: text(content, 'runningUser'),
    tiles: children(content, 'dashboardGridLayout')
      .flatMap((grid) => children(grid, 'dashboardGridComponents'))
      .flatMap((place) => children(place, 'dashboardComponent'))
      .map(toTile),
  };
}

function toTile(tile: Element): Tile {
  return {
    kind: said(tile, 'componentType'),
    header: said(tile, 'header'),
    footer: said(tile, 'footer'),
    report: said(tile, 'report'),
    groupings: textsAt(tile, 'groupingColumn').map(({ value }) => value),
    measures: children(tile, 'chartSummary').map((summary) => ({
      column: said(summary, 'column'),
      aggregate: text(summary, 'aggregate'),
    })),
    sortBy: text(tile, 'sortBy'),
    axisRange: text(tile, 'chartAxisRange'),
  };
}
