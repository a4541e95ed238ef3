import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { elementsAreDefined } from 'c/rapportElements';
import { wordsOf } from 'c/rapportErrors';
import { accountQueries } from './accountQueries';

/**
 * What the cards about an account have in common: they know the account from the page on which they are placed, the
 * account's own or that of a record which belongs to it, and load what they show once more on request. A card says what
 * it asks of the account (`contentQuery`) and whether the answer holds something to show (`hasContent`), and takes the
 * answer in by `receiveContent`.
 */
export default class RapportAccountCard extends LightningElement {
  /** Id of the record of the page. */
  @api recordId;
  /** API name of its object: Account, or one whose records belong to an account. */
  @api objectApiName;

  elementsAreDefined = elementsAreDefined;
  /** What the org said of the record's account, and of which record it spoke; never asked for an account. */
  owner;
  ownerErrors;
  refreshOwner;
  /** The last answer of the org about the account, and of which account it speaks. */
  loaded;
  errors;
  refresh;
  now;
  isRetrying = false;

  // a query that is undefined waits. Source: GraphQL API guide, "GraphQL Wire Adapter Best Practices"
  @wire(graphql, { query: '$ownerQuery', variables: '$ownerVariables' })
  receiveOwner({ data, errors, refresh }) {
    this.refreshOwner = refresh ?? this.refreshOwner;
    this.ownerErrors = errors?.length ? errors : undefined;
    const edges = data?.uiapi?.query?.record?.edges;
    if (edges) this.owner = { recordId: this.recordId, ...edges[0]?.node };
  }

  get ownerQuery() {
    return accountQueries[this.objectApiName];
  }

  get ownerVariables() {
    return { recordId: this.recordId };
  }

  /** What is known of the account of the page's record. */
  get currentOwner() {
    return this.owner?.recordId === this.recordId ? this.owner : undefined;
  }

  /** Id of the account; undefined until it is known, and where there is none. */
  get accountId() {
    return this.ownerQuery ? (this.currentOwner?.accountId?.value ?? undefined) : this.recordId;
  }

  get query() {
    return this.accountId && this.contentQuery;
  }

  get variables() {
    return { recordId: this.accountId };
  }

  /** Keeps what each answer of the org has beside its data. */
  receiveContent({ errors, refresh }) {
    this.refresh = refresh ?? this.refresh;
    this.errors = errors?.length ? errors : undefined;
    this.now = new Date().toISOString();
  }

  get state() {
    if (this.isRetrying) return 'loading';
    if (this.accountId && this.loaded?.accountId === this.accountId)
      return this.hasContent ? 'ready' : 'nopermission';
    // an empty field says that there is no account; one that is left out may not be seen
    if (this.currentOwner && !this.accountId)
      return this.currentOwner.accountId ? 'noaccount' : 'nopermission';
    return (this.ownerErrors ?? this.errors) ? 'error' : 'loading';
  }

  /** What the org said when it failed. */
  get message() {
    return wordsOf(this.ownerErrors ?? this.errors);
  }

  /** Name of the account, where the page is not the account's own and does not say it. */
  get accountName() {
    return this.currentOwner?.account?.Name?.value;
  }

  /** Loads once more what could not be loaded. */
  async handleRetry() {
    this.isRetrying = true;
    try {
      await (this.ownerErrors ? this.refreshOwner : this.refresh)?.();
    } catch (error) {
      this.errors = [error];
    } finally {
      this.isRetrying = false;
    }
  }
}
