/** A field as describe tells of it. */
export interface DescribedField {
  name: string;
  type: string;
  relationshipName: string | null;
  referenceTo: string[];
}

interface DescribedObject {
  name: string;
  fields: DescribedField[];
  childRelationships: { relationshipName: string | null; childSObject: string; field: string }[];
}

/** A field that a column stands for: how SOQL writes it, and of which type it is. */
export interface Found {
  path: string;
  type: string;
}

/** The objects of an org as one of its users sees them: a field that the user may not read is not there. */
export class OrgObjects {
  readonly #url: string;
  readonly #accessToken: string;
  readonly #known = new Map<string, DescribedObject>();

  constructor(url: string, accessToken: string) {
    this.#url = url;
    this.#accessToken = accessToken;
  }

  /** The object that a list of children holds, and how a child names its parent in SOQL: `Account__r`. */
  async children(objectName: string, relationship: string): Promise<{ object: string; parent: string }> {
    const { childRelationships } = await this.#describe(objectName);
    const found = childRelationships.find((one) => one.relationshipName === relationship);
    if (found === undefined) throw new Error(`${objectName} has no list ${relationship}`);
    const field = await this.#field(found.childSObject, found.field);
    return { object: found.childSObject, parent: field?.relationshipName ?? '' };
  }

  /**
   * The field that a column of a report type stands for. Lookups are named as fields (`Survey__c`) or, where they are
   * Salesforce's own, as relationships (`Owner`); on the way to a field of the parent as well (`Survey__c.Type__c`); a
   * report shows their name.
   */
  async find(objectName: string, column: string): Promise<Found> {
    const [first = '', ...rest] = column.split('.');
    const field = await this.#field(objectName, first);
    if (field === undefined) throw new Error(`${objectName} has no field ${first}`);
    if (field.type !== 'reference') {
      if (rest.length > 0) throw new Error(`${objectName}.${first} leads nowhere`);
      return { path: field.name, type: field.type };
    }
    if (first === field.name && !first.endsWith('__c'))
      throw new Error(`${first} is to be named by its relationship`);
    const below =
      rest.length === 0
        ? { path: 'Name', type: 'string' }
        : await this.find(field.referenceTo[0] ?? '', rest.join('.'));
    return { ...below, path: `${field.relationshipName}.${below.path}` };
  }

  async #field(objectName: string, name: string): Promise<DescribedField | undefined> {
    const { fields } = await this.#describe(objectName);
    return fields.find((field) => field.name === name || field.relationshipName === name);
  }

  async #describe(objectName: string): Promise<DescribedObject> {
    const known = this.#known.get(objectName);
    if (known !== undefined) return known;
    const answer = await fetch(`${this.#url}/services/data/v67.0/sobjects/${objectName}/describe`, {
      headers: { authorization: `Bearer ${this.#accessToken}` },
    });
    if (!answer.ok) throw new Error(`${objectName} is not seen: ${await answer.text()}`);
    const object = (await answer.json()) as DescribedObject;
    this.#known.set(objectName, object);
    return object;
  }
}
