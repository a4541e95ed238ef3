import { XMLParser } from 'fast-xml-parser';

/** Attributes and namespace prefixes are dropped, values stay texts: a password may be `007`. */
const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, trimValues: false });

/** The namespaces of the two SOAP APIs. */
const NAMESPACES = {
  partner: 'urn:partner.soap.sforce.com',
  metadata: 'http://soap.sforce.com/2006/04/metadata',
};

/** A SOAP API that the org speaks. */
export type SoapApi = keyof typeof NAMESPACES;

/** What stands inside an element of a request: text, elements, or lists of either where a tag is repeated. */
export type SoapValue = string | SoapElement | SoapValue[];

export interface SoapElement {
  [tag: string]: SoapValue | undefined;
}

/** One SOAP operation and its parameters. */
export interface SoapOperation {
  name: string;
  parameters: SoapElement;
  /** The session in the header of the request; undefined when there is none. */
  sessionId: string | undefined;
}

/** Reads the operation of a SOAP request; undefined when the text is not one. A DTD is refused, as SOAP says. */
export function readOperation(text: string): SoapOperation | undefined {
  if (text.includes('<!DOCTYPE')) return undefined;
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    return undefined;
  }
  const envelopeElement = child(document, 'Envelope');
  const body = child(envelopeElement, 'Body');
  if (!isElement(body)) return undefined;
  const name = Object.keys(body).find((key) => !key.startsWith('#'));
  if (name === undefined) return undefined;
  const operation = body[name];
  const sessionId = child(child(child(envelopeElement, 'Header'), 'SessionHeader'), 'sessionId');
  return {
    name,
    parameters: isElement(operation) ? (operation as SoapElement) : {},
    sessionId: typeof sessionId === 'string' ? sessionId : undefined,
  };
}

/** The text of a tag; empty when it is missing. */
export function soapText(element: SoapElement, tag: string): string {
  const value = element[tag];
  return typeof value === 'string' ? value : '';
}

/** The texts of a tag that may be repeated. */
export function soapTexts(element: SoapElement, tag: string): string[] {
  return [element[tag] ?? []].flat().filter((item): item is string => typeof item === 'string');
}

/** The elements of a tag that may be repeated. */
export function soapElements(element: SoapElement, tag: string): SoapElement[] {
  return [element[tag] ?? []].flat().filter(isElement) as SoapElement[];
}

/** A SOAP answer: the given operation with its results, as XML. */
export function operationAnswer(operation: string, resultsXml: string[], api: SoapApi): string {
  const results = resultsXml.map((xml) => `<result>${xml}</result>`).join('');
  return envelope(`<${operation}Response>${results}</${operation}Response>`, api);
}

/** A SOAP fault as Salesforce writes it; `type` is the kind of detail, e.g. `LoginFault`. */
export function faultAnswer(
  code: string,
  message: string,
  { type = 'UnexpectedErrorFault', api = 'partner' }: { type?: string; api?: SoapApi } = {},
): string {
  const detail =
    `<sf:${type} xsi:type="sf:${type}"><sf:exceptionCode>${code}</sf:exceptionCode>` +
    `<sf:exceptionMessage>${escapeXml(message)}</sf:exceptionMessage></sf:${type}>`;
  return envelope(
    `<soapenv:Fault><faultcode>sf:${code}</faultcode>` +
      `<faultstring>${escapeXml(`${code}: ${message}`)}</faultstring><detail>${detail}</detail></soapenv:Fault>`,
    api,
  );
}

/** A value that is written as elements. What is undefined is left out. */
export type SoapResult = string | boolean | number | undefined | SoapResult[] | { [tag: string]: SoapResult };

/** Elements in the given order; lists repeat their tag, empty texts become empty elements. */
export function elements(values: { [tag: string]: SoapResult }): string {
  return Object.entries(values)
    .map(([name, value]) => elementsNamed(name, value))
    .join('');
}

function elementsNamed(name: string, value: SoapResult): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => elementsNamed(name, item)).join('');
  const inside = typeof value === 'object' ? elements(value) : escapeXml(String(value));
  return `<${name}>${inside}</${name}>`;
}

function envelope(bodyXml: string, api: SoapApi): string {
  const namespace = NAMESPACES[api];
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}"` +
    ` xmlns:sf="${api === 'partner' ? 'urn:fault.partner.soap.sforce.com' : namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
    `<soapenv:Body>${bodyXml}</soapenv:Body></soapenv:Envelope>`
  );
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function isElement(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(element: unknown, name: string): unknown {
  return isElement(element) ? element[name] : undefined;
}
