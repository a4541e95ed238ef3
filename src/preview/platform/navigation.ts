import { session } from '../browser/session.ts';
import { showToast } from '../browser/toasts.ts';

/*
 * `lightning/navigation`. Source: LWC Developer Guide, "PageReference Types". The preview has the list of accounts and
 * their pages; of any other page it says that only Salesforce has it.
 */

interface PageReference {
  type: string;
  attributes?: { objectApiName?: string; recordId?: string; url?: string };
  state?: Readonly<Record<string, string>>;
}

const navigate = Symbol('navigate');
const generateUrl = Symbol('generateUrl');

function addressOf({ type, attributes = {} }: PageReference): string | undefined {
  const { objectApiName, recordId, url } = attributes;
  // the first three characters of an id tell the object: 001 is Account
  const isAccount = objectApiName === 'Account' || recordId?.startsWith('001') === true;
  if (type === 'standard__webPage') return url;
  if (!isAccount) return undefined;
  if (type === 'standard__recordPage' && recordId !== undefined) {
    return session.addresses.account.replace('{id}', encodeURIComponent(recordId));
  }
  return type === 'standard__objectPage' ? session.addresses.accounts : undefined;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- TypeScript asks it of the base of a mixin
type Constructor = new (...parameters: any[]) => object;

/** Gives a component the two methods by which it goes to other pages. */
export function NavigationMixin<Base extends Constructor>(base: Base) {
  return class extends base {
    [navigate](reference: PageReference): void {
      const address = addressOf(reference);
      if (address === undefined) showToast({ title: session.texts.onlyInSalesforce });
      else if (reference.type === 'standard__webPage') window.open(address, '_blank', 'noopener');
      else location.assign(address);
    }

    async [generateUrl](reference: PageReference): Promise<string> {
      return addressOf(reference) ?? '#';
    }
  };
}

NavigationMixin.Navigate = navigate;
NavigationMixin.GenerateUrl = generateUrl;

/** Wire adapter: the page that is shown. */
export class CurrentPageReference {
  readonly #emit: (reference: PageReference) => void;

  constructor(emit: (reference: PageReference) => void) {
    this.#emit = emit;
  }

  connect(): void {
    const { recordId, objectApiName } = session;
    this.#emit({
      type: 'standard__recordPage',
      attributes: { objectApiName, recordId },
      state: {},
    });
  }

  update(): void {}

  disconnect(): void {}
}
