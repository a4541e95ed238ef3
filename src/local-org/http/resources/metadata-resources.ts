import { SalesforceError } from '../../errors.ts';
import type { DataAnswer, DataContext, DataRequest } from '../data-request.ts';
import type { DataRoute } from '../data-router.ts';
import type { DeployStatus } from '../deploy-result.ts';
import { notSupported } from '../error-answer.ts';
import { readMultipart } from '../multipart.ts';
import { isJsonObject } from './request-reading.ts';
import type { JsonRecord } from './request-reading.ts';

/** Deploys. Source: Metadata API Developer Guide, "REST Resources for Metadata API", "deployRequest". */
export const metadataRoutes: readonly DataRoute[] = [
  { method: 'POST', path: 'metadata/deployRequest', handle: startDeploy },
  { method: 'GET', path: 'metadata/deployRequest/:id', handle: readDeploy },
  {
    method: 'PATCH',
    path: 'metadata/deployRequest/:id',
    handle: () => {
      throw notSupported('Cancelling a deploy');
    },
  },
];

function startDeploy(context: DataContext, request: DataRequest): DataAnswer {
  context.deploys.requireRight(request.session);
  const parts = readMultipart(request.headers['content-type'] ?? '', request.bytes ?? Buffer.alloc(0));
  const zip = parts.find(({ name }) => name === 'file')?.content;
  if (zip === undefined)
    throw new SalesforceError('INVALID_MULTIPART_REQUEST', 'The request has no part named file.');
  const json = parts.find(({ name }) => name === 'json' || name === 'entity_content')?.content;
  const deployOptions = json === undefined ? {} : readOptions(json);
  const status = context.deploys.start(request.session, zip, {
    checkOnly: deployOptions.checkOnly === true,
    allowMissingFiles: deployOptions.allowMissingFiles === true,
    rollbackOnError: deployOptions.rollbackOnError !== false,
  });
  return {
    status: 201,
    body: {
      id: status.id,
      validatedDeployRequestId: null,
      deployResult: withoutDetails(status),
      deployOptions,
    },
  };
}

function readOptions(json: Buffer): JsonRecord {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json.toString('utf8'));
  } catch (error) {
    throw new SalesforceError('JSON_PARSER_ERROR', error instanceof Error ? error.message : 'Not JSON');
  }
  if (!isJsonObject(parsed))
    throw new SalesforceError('JSON_PARSER_ERROR', 'The options must be a JSON object.');
  return isJsonObject(parsed.deployOptions) ? parsed.deployOptions : {};
}

function withoutDetails({ details: _details, ...status }: DeployStatus): Omit<DeployStatus, 'details'> {
  return status;
}

function readDeploy(
  context: DataContext,
  request: DataRequest,
  parameters: Record<string, string>,
): DataAnswer {
  const status = context.deploys.find(request.session, parameters.id!);
  const withDetails = request.query.get('includeDetails') === 'true';
  return {
    status: 200,
    body: { id: status.id, deployResult: withDetails ? status : withoutDetails(status) },
  };
}
