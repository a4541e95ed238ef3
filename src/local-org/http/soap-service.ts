import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { findUserByUsername } from '../sessions/user-directory.ts';
import type { OrgUser } from '../sessions/user-directory.ts';
import { baseUrlOf } from './base-url.ts';
import { answerOfError } from './error-answer.ts';
import { answerPartnerOperation } from './partner-operations.ts';
import type { Services } from './services.ts';
import { elements, faultAnswer, operationAnswer, readOperation, soapText } from './soap-envelope.ts';
import type { SoapOperation } from './soap-envelope.ts';

/** Source: Salesforce Help, "Platform SOAP API login() Retirement": not available in 65.0 and later. */
const FIRST_VERSION_WITHOUT_LOGIN = 65;

/** SOAP APIs by the letter of their address. */
const OTHER_APIS: ReadonlyMap<string, string> = new Map([
  ['c', 'The enterprise SOAP API'],
  ['s', 'Apex'],
  ['T', 'The Tooling API'],
]);

/** The partner SOAP API, for `login` and what only SOAP has; other operations and APIs are refused by a fault. */
export function addSoapService(server: FastifyInstance, services: Services): void {
  server.post<{ Params: { version: string; '*'?: string } }>('/services/Soap/u/:version', answerPartner);
  server.post<{ Params: { version: string } }>('/services/Soap/u/:version/:organization', answerPartner);
  server.post<{ Params: { '*': string } }>('/services/Soap/*', async (request, reply) => {
    const [api = ''] = request.params['*'].split('/');
    const what = OTHER_APIS.get(api) ?? `The SOAP API at /services/Soap/${api}`;
    return await sendFault(reply, 'FUNCTIONALITY_NOT_ENABLED', `${what} is not supported by the local org.`);
  });

  async function answerPartner(
    request: FastifyRequest<{ Params: { version: string } }>,
    reply: FastifyReply,
  ): Promise<FastifyReply> {
    const { version } = request.params;
    const operation = Buffer.isBuffer(request.body)
      ? readOperation(request.body.toString('utf8'))
      : undefined;
    if (operation === undefined) {
      return await sendFault(
        reply,
        'INVALID_SOAP_BODY',
        'The request is not a SOAP envelope with an operation.',
      );
    }
    if (operation.name !== 'login') {
      return await answerSession(request, reply, operation);
    }
    if (!/^\d{1,3}(\.\d)?$/.test(version) || Number(version) >= FIRST_VERSION_WITHOUT_LOGIN) {
      return await sendFault(
        reply,
        'UNSUPPORTED_API_VERSION',
        `login() is not available in API version ${version}. Use OAuth, or login() at version 64.0 or below.`,
      );
    }
    const username = soapText(operation.parameters, 'username');
    const password = soapText(operation.parameters, 'password');
    const user = findUserByUsername(services.org.database, username);
    const matches = await services.passwords.verify(user?.id, password);
    if (!matches || user === undefined || !user.isActive) {
      const message = 'Invalid username, password, security token; or user locked out.';
      return await sendFault(reply, 'INVALID_LOGIN', message, 'LoginFault');
    }
    const result = loginResult(services, baseUrlOf(request), version, user);
    return await reply.type('text/xml; charset=utf-8').send(operationAnswer('login', [result], 'partner'));
  }

  async function answerSession(
    request: FastifyRequest,
    reply: FastifyReply,
    operation: SoapOperation,
  ): Promise<FastifyReply> {
    try {
      const target = { method: request.method, path: request.originalUrl };
      const answer = answerPartnerOperation(services, operation, target);
      return await reply.type('text/xml; charset=utf-8').send(answer);
    } catch (error) {
      const [first] = answerOfError(error, services.log).body as { errorCode: string; message: string }[];
      return await sendFault(reply, first?.errorCode ?? '', first?.message ?? '');
    }
  }
}

/** Source: SOAP API Developer Guide, "LoginResult" and "GetUserInfoResult". */
function loginResult(services: Services, baseUrl: string, version: string, user: OrgUser): string {
  const { org, sessions } = services;
  const row = org.database.prepare('SELECT * FROM "Organization" LIMIT 1').get();
  const organizationName = typeof row?.Name === 'string' ? row.Name : '';
  const id15 = org.organizationId.slice(0, 15);
  const userInfo = elements({
    currencySymbol: '',
    organizationId: org.organizationId,
    organizationMultiCurrency: false,
    organizationName,
    profileId: user.profileId,
    sessionSecondsValid: sessions.lifetimeSeconds,
    userEmail: user.email,
    userFullName: user.name,
    userId: user.id,
    userLanguage: user.language,
    userLocale: user.locale,
    userName: user.username,
    userTimeZone: user.timeZone,
    userType: 'Standard',
  });
  return (
    elements({
      metadataServerUrl: `${baseUrl}/services/Soap/m/${version}/${id15}`,
      passwordExpired: false,
      sandbox: false,
      serverUrl: `${baseUrl}/services/Soap/u/${version}/${id15}`,
      sessionId: sessions.issue(user.id),
      userId: user.id,
    }) + `<userInfo>${userInfo}</userInfo>`
  );
}

async function sendFault(
  reply: FastifyReply,
  code: string,
  message: string,
  type = 'UnexpectedErrorFault',
): Promise<FastifyReply> {
  return await reply
    .code(500)
    .type('text/xml; charset=utf-8')
    .send(faultAnswer(code, message, { type }));
}
