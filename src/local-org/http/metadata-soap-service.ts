import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SalesforceError } from '../errors.ts';
import { settingsContent } from '../metadata/settings.ts';
import type { Session } from '../org.ts';
import type { Schema } from '../schema/schema.ts';
import { findSession } from './authentication.ts';
import type { DeployStatus } from './deploy-result.ts';
import { answerOfError, notSupported, sessionExpired } from './error-answer.ts';
import { describeMetadata, listMetadata } from './metadata-description.ts';
import type { Services } from './services.ts';
import {
  elements,
  faultAnswer,
  operationAnswer,
  readOperation,
  soapElements,
  soapText,
  soapTexts,
} from './soap-envelope.ts';
import type { SoapElement, SoapOperation, SoapResult } from './soap-envelope.ts';

/** Answers an operation with its results as XML. */
type Operate = (
  services: Services,
  session: Session,
  parameters: SoapElement,
) => Promise<string[]> | string[];

/** Source: Metadata API Developer Guide, "Metadata API Calls". */
const OPERATIONS: Partial<Record<string, Operate>> = {
  deploy: startDeploy,
  checkDeployStatus: readDeploy,
  describeMetadata: async () => [elements(await describeMetadata())],
  listMetadata: async ({ org }, _session, parameters) => {
    const queries = soapElements(parameters, 'queries');
    const lists = await Promise.all(
      queries.map((query) => listMetadata(org, soapText(query, 'type').trim())),
    );
    return lists.flat().map((component) => elements(component));
  },
  readMetadata: readComponents,
};

/** The Metadata API over SOAP, as source-deploy-retrieve and jsforce use it; its session stands in the SOAP header. */
export function addMetadataSoapService(server: FastifyInstance, services: Services): void {
  server.post('/services/Soap/m/:version', answer);
  server.post('/services/Soap/m/:version/:organization', answer);

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    reply.type('text/xml; charset=utf-8');
    try {
      const operation = Buffer.isBuffer(request.body)
        ? readOperation(request.body.toString('utf8'))
        : undefined;
      return await reply.send(await answerOperation(services, operation));
    } catch (error) {
      const { body } = answerOfError(error, services.log);
      const [first] = body as { errorCode: string; message: string }[];
      return await reply
        .code(500)
        .send(faultAnswer(first?.errorCode ?? '', first?.message ?? '', { api: 'metadata' }));
    }
  }
}

async function answerOperation(services: Services, operation: SoapOperation | undefined): Promise<string> {
  if (operation === undefined)
    throw new SalesforceError('INVALID_SOAP_BODY', 'The request is not a SOAP envelope with an operation.');
  const session = findSession(services, operation.sessionId?.trim());
  if (session === undefined) throw sessionExpired();
  if (!services.usage.count())
    throw new SalesforceError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  services.deploys.requireRight(session);
  const operate = OPERATIONS[operation.name];
  if (operate === undefined) throw notSupported(`The Metadata API's ${operation.name}`);
  const results = await operate(services, session, operation.parameters);
  return operationAnswer(operation.name, results, 'metadata');
}

function startDeploy({ deploys }: Services, session: Session, parameters: SoapElement): string[] {
  const [options = {}] = soapElements(parameters, 'DeployOptions');
  const says = (tag: string): boolean | undefined =>
    options[tag] === undefined ? undefined : soapText(options, tag).trim() === 'true';
  const status = deploys.start(session, Buffer.from(soapText(parameters, 'ZipFile'), 'base64'), {
    checkOnly: says('checkOnly') ?? false,
    allowMissingFiles: says('allowMissingFiles') ?? false,
    rollbackOnError: says('rollbackOnError') ?? true,
  });
  return [elements({ done: status.done, id: status.id, state: 'Queued' })];
}

function readDeploy({ deploys }: Services, session: Session, parameters: SoapElement): string[] {
  const { details, ...status } = deploys.find(session, soapText(parameters, 'asyncProcessId').trim());
  const includeDetails = soapText(parameters, 'includeDetails').trim() === 'true';
  return [elements({ ...status, ...(includeDetails ? { details: detailsResult(details) } : {}) })];
}

function detailsResult({
  componentFailures,
  componentSuccesses,
  runTestResult,
}: DeployStatus['details']): SoapResult {
  return {
    componentFailures: componentFailures.map((message) => ({ ...message })),
    componentSuccesses: componentSuccesses.map((message) => ({ ...message })),
    runTestResult,
  };
}

/**
 * Custom labels, and of the settings those that the local org knows; other metadata is not given back. What is not
 * there is an empty record. Source: Metadata API Developer Guide, "readMetadata()".
 */
function readComponents({ org }: Services, _session: Session, parameters: SoapElement): string[] {
  const type = soapText(parameters, 'type').trim();
  const contentOf = componentReader(org.schema, type);
  if (contentOf === undefined) throw notSupported(`readMetadata of ${type}`);
  const records = soapTexts(parameters, 'fullNames').map((fullName) => {
    const content = contentOf(fullName.trim());
    return content === undefined
      ? '<records xsi:nil="true"/>'
      : `<records xsi:type="${type}">${elements(content)}</records>`;
  });
  return [records.join('')];
}

/** Gives the content of a component by its full name; undefined for types that are not given back. */
function componentReader(
  schema: Schema,
  type: string,
): ((fullName: string) => Record<string, SoapResult> | undefined) | undefined {
  if (type === 'CustomLabel') {
    return (fullName) => {
      const label = schema.labels.get(fullName.toLowerCase());
      return label === undefined ? undefined : { ...label };
    };
  }
  const name = type.replace(/Settings$/, '');
  const settings = type === name ? undefined : settingsContent(schema, name);
  if (settings === undefined) return undefined;
  return (fullName) => (fullName === name ? { fullName: name, ...settings } : undefined);
}
