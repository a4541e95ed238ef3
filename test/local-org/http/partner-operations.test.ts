import { expect } from 'chai';
import { startGardenOrg } from './garden-org.ts';
import type { GardenOrg } from './garden-org.ts';

describe('merging over SOAP', () => {
  let org: GardenOrg;
  before(async () => {
    org = await startGardenOrg();
  });
  after(async () => await org.close());

  const account = async (details: object = {}): Promise<string> =>
    (await org.connection.sobject('Account').create({ Name: 'Acme', ...details })).id!;

  /** Sends a SOAP operation as the partner WSDL has it; returns status and XML. */
  async function send(operation: string, token = org.token): Promise<{ status: number; xml: string }> {
    const response = await fetch(`${org.url}/services/Soap/u/67.0`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml', soapaction: '""' },
      body: `<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com" xmlns:o="urn:sobject.partner.soap.sforce.com"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body>${operation}</e:Body></e:Envelope>`,
    });
    return { status: response.status, xml: await response.text() };
  }
  const request = (master: string, ...losers: string[]): string =>
    `<request><masterRecord>${master}</masterRecord>${losers.map((id) => `<recordToMergeIds>${id}</recordToMergeIds>`).join('')}</request>`;
  const record = (id: string, rest = ''): string => `<o:type>Account</o:type>${rest}<o:Id>${id}</o:Id>`;

  it('moves children, changes and empties fields of the master, and names the records', async () => {
    const [master, loser] = [await account({ Phone: '1', NumberOfEmployees: 3 }), await account()];
    const plot = await org.connection.sobject('Plot__c').create({ Name: 'North', Account__c: loser });
    const fields = '<o:fieldsToNull>Phone</o:fieldsToNull>';
    const { status, xml } = await send(
      `<merge>${request(`${record(master, fields)}<o:NumberOfEmployees>70</o:NumberOfEmployees>`, loser)}</merge>`,
    );
    expect(status).to.equal(200);
    expect(xml).to.include(
      `<result><id>${master}</id><mergedRecordIds>${loser}</mergedRecordIds><success>true</success><updatedRelatedIds>${plot.id}</updatedRelatedIds></result>`,
    );
    expect(await org.connection.sobject('Account').retrieve(master)).to.include({
      Phone: null,
      NumberOfEmployees: 70,
    });
    const { records } = await org.connection.query(
      `SELECT MasterRecordId FROM Account WHERE IsDeleted = true AND Id = '${loser}'`,
      { scanAll: true },
    );
    expect(records[0]).to.include({ MasterRecordId: master });
  });

  it('answers each request of a call for itself', async () => {
    const [master, loser, another] = [await account(), await account(), await account()];
    const { xml } = await send(
      `<merge>${request(record(master), loser)}${request(record(master), loser)}${request(record(master), another)}</merge>`,
    );
    expect([...xml.matchAll(/<success>(\w+)<\/success>/g)].map((match) => match[1])).to.deep.equal([
      'true',
      'false',
      'true',
    ]);
    expect(xml).to.include('<statusCode>ENTITY_IS_DELETED</statusCode>');
  });

  it('refuses who has no session, what is no field, and operations that it does not have', async () => {
    const [master, loser] = [await account(), await account()];
    const merge = `<merge>${request(record(master), loser)}</merge>`;
    const stranger = await send(merge, 'nonsense');
    expect(stranger.status).to.equal(500);
    expect(stranger.xml).to.include('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
    const unknown = await send(
      `<merge>${request(`${record(master)}<o:Colour>red</o:Colour>`, loser)}</merge>`,
    );
    expect(unknown.xml).to.include('<faultcode>sf:INVALID_FIELD</faultcode>');
    expect((await send('<convertLead/>')).xml).to.include('sf:FUNCTIONALITY_NOT_ENABLED');
    const many = await send(`<emptyRecycleBin>${`<ids>${loser}</ids>`.repeat(201)}</emptyRecycleBin>`);
    expect(many.xml).to.include('sf:EXCEEDED_ID_LIMIT');
  });

  it('counts as an API call', async () => {
    const used = async (): Promise<number> => (await org.connection.limits())['DailyApiRequests']!.Remaining;
    const before = await used();
    await send('<emptyRecycleBin/>');
    expect(await used()).to.equal(before - 2);
    const user = await org.addUser('poor@rapport.example');
    org.setDailyApiLimit(0);
    expect((await send('<emptyRecycleBin/>', user.token)).xml).to.include('sf:REQUEST_LIMIT_EXCEEDED');
    org.setDailyApiLimit(100_000);
  });
});
