import { XMLParser } from 'fast-xml-parser';

/** Attributes and namespace prefixes are dropped, values stay texts: a password may be `007`. */
const parser = new XMLParser({ removeNSPrefix: true, parseTagValue: false, trimValues: false });

/** One SOAP operation and its parameters, all as texts. */
export interface SoapOperation {
  name: string;
  parameters: Record<string, string>;
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
  const body = child(child(document, 'Envelope'), 'Body');
  if (!isElement(body)) return undefined;
  const name = Object.keys(body).find((key) => !key.startsWith('#'));
  if (name === undefined) return undefined;
  const operation = body[name];
  const parameters: Record<string, string> = {};
  if (isElement(operation)) {
    for (const [key, value] of Object.entries(operation)) {
      if (typeof value === 'string' && !key.startsWith('#')) parameters[key] = value;
    }
  }
  return { name, parameters };
}

/** A SOAP answer of the partner API: the given operation with its result, as XML. */
export function operationAnswer(operation: string, resultXml: string): string {
  return envelope(`<${operation}Response><result>${resultXml}</result></${operation}Response>`);
}

/** A SOAP fault as Salesforce writes it; `type` is the kind of detail, e.g. `LoginFault`. */
export function faultAnswer(code: string, message: string, type = 'UnexpectedErrorFault'): string {
  const detail =
    `<sf:${type} xsi:type="sf:${type}"><sf:exceptionCode>${code}</sf:exceptionCode>` +
    `<sf:exceptionMessage>${escapeXml(message)}</sf:exceptionMessage></sf:${type}>`;
  return envelope(
    `<soapenv:Fault><faultcode>sf:${code}</faultcode>` +
      `<faultstring>${escapeXml(`${code}: ${message}`)}</faultstring><detail>${detail}</detail></soapenv:Fault>`,
  );
}

/** Elements in the given order; empty texts become empty elements. */
export function elements(values: Record<string, string | boolean | number>): string {
  return Object.entries(values)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

function envelope(bodyXml: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"' +
    ' xmlns:sf="urn:fault.partner.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
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
