/** A component of the package on a page, with the values that the page gives it. */
export interface PlacedComponent {
  /** Name of its bundle. */
  name: string;
  properties: Readonly<Record<string, string>>;
}

/** What the server knows of the signed-in user, written into the head of the page as JSON. No token: the server keeps those. */
export interface Session {
  recordId: string;
  /** API name of the record's object. */
  objectApiName: string;
  apiVersion: string;
  /** Path under which the server passes requests on to the org as the signed-in user. */
  orgPath: string;
  regions: Readonly<Record<string, readonly PlacedComponent[]>>;
  /** Values of `@salesforce` modules, by kind and name. */
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The preview's own words in the language of the page. */
  texts: { unreachable: string; onlyInSalesforce: string; close: string };
  /** Where the preview shows things: the list, and an account with `{id}` for its id. */
  addresses: { accounts: string; account: string };
}
