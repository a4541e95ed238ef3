/**
 * An error as Salesforce answers it: `[{ errorCode, message, fields }]` with an HTTP status.
 * Source: REST API Developer Guide, "Status Codes and Error Responses".
 */
export class SalesforceError extends Error {
  readonly errorCode: string;
  readonly fields: string[];
  readonly status: number;

  constructor(errorCode: string, message: string, options: { fields?: string[]; status?: number } = {}) {
    super(message);
    this.name = 'SalesforceError';
    this.errorCode = errorCode;
    this.fields = options.fields ?? [];
    this.status = options.status ?? 400;
  }
}
