import type { AccountHead } from './account.ts';
import type { AccountComponents } from './account-components.ts';
import { labelsFor } from './account-components.ts';
import { apiVersion } from './api-version.ts';
import { localeTagOf } from './formats.ts';
import { html } from './html.ts';
import type { Markup } from './html.ts';
import { arrowIcon } from './icons.ts';
import type { PageContext } from './layout.ts';
import { localeValues } from './locale-values.ts';
import type { Session } from './page-session.ts';
import { addressOf, ofAccount, ofAllAccounts } from './page-request.ts';

/** The page of an account: the record page of the package, with the components where it puts them. */
export function accountPage(
  account: AccountHead,
  { page }: AccountComponents,
  { request, messages }: PageContext,
): Markup {
  const hasSides = page.regions.some(({ name }) => name === 'main') && page.regions.length > 1;
  return html`<div class="account-page">
    <a class="account-back" href="${addressOf(ofAllAccounts(request))}"
      >${arrowIcon}${messages.allAccounts}</a
    >
    <noscript>${messages.needsScript}</noscript>
    <div class="account-regions ${hasSides && 'account-regions-two'}">
      <div class="account-region" data-region="header">
        ${page.hasRecordHeader ? recordHeader(account, messages) : html`<h1 class="slds-assistive-text">${account.name}</h1>`}
      </div>
      ${page.regions
        .filter(({ name }) => name !== 'header')
        .map(
          ({ name, hasStandardComponents }) =>
            html`<div class="account-region" data-region="${name}">
              ${hasStandardComponents && html`<p class="account-standard">${messages.standardParts}</p>`}
            </div>`,
        )}
    </div>
    <div class="account-toasts slds-notify_container" data-toasts></div>
  </div>`;
}

/** Stands for the standard header of a record, which is Salesforce's own. */
function recordHeader({ name, industry, city }: AccountHead, messages: PageContext['messages']): Markup {
  const facts = [
    { label: messages.industry, value: industry },
    { label: messages.city, value: city },
  ].filter(({ value }) => value !== undefined);
  return html`<div class="slds-page-header slds-page-header_record-home">
    <div class="slds-media">
      <div class="slds-media__figure">
        <span class="slds-icon_container slds-icon-standard-account">
          <svg class="slds-icon slds-page-header__icon" aria-hidden="true" focusable="false">
            <use href="/assets/icons/standard-sprite/svg/symbols.svg#account"></use>
          </svg>
        </span>
      </div>
      <div class="slds-media__body">
        <h1>
          <span class="slds-assistive-text">${messages.account}</span>
          <span class="slds-page-header__title">${name}</span>
        </h1>
        ${
          facts.length > 0 &&
          html`<dl class="account-facts">
            ${facts.map(
              ({ label, value }) =>
                html`<div>
                  <dt>${label}</dt>
                  <dd>${value}</dd>
                </div>`,
            )}
          </dl>`
        }
      </div>
    </div>
  </div>`;
}

/** What the page's scripts need to know, and the scripts. */
export function accountPageHead(
  account: AccountHead,
  userId: string,
  components: AccountComponents,
  context: PageContext,
  isLocked: boolean,
): Markup {
  const session = JSON.stringify(sessionOf(account, userId, components, context));
  return html`<meta name="rapport-session" content="${session}" />
    ${isLocked && html`<script src="${lockedScript.address}"></script>`}
    <script type="module" src="/scripts/${components.entry}"></script>`;
}

function sessionOf(
  account: AccountHead,
  userId: string,
  { page, labels }: AccountComponents,
  { request, messages }: PageContext,
): Session {
  const { user, language, languageChosen } = request;
  // as in Salesforce, the locale is the user's own, whatever the language; but not against a language chosen here
  const locale = languageChosen ? localeTagOf(language, user.locale) : user.locale;
  const anyAccount = addressOf(ofAccount(request, 'ID')).replace('/accounts/ID', '/accounts/{id}');
  return {
    recordId: account.id,
    objectApiName: 'Account',
    apiVersion,
    orgPath: `/org/${encodeURIComponent(user.username)}`,
    regions: Object.fromEntries(page.regions.map(({ name, components }) => [name, components])),
    values: {
      labels: labelsFor(labels, language),
      user: { Id: userId, isGuest: false },
      client: { formFactor: 'Large' },
      i18n: localeValues(language, locale, user.timeZone),
      customPermission: {},
      userPermission: {},
    },
    texts: {
      unreachable: messages.unreachable.title,
      onlyInSalesforce: messages.onlyInSalesforce,
      close: messages.close,
    },
    addresses: { accounts: addressOf(ofAllAccounts(request)), account: anyAccount },
  };
}

/**
 * With `?locker=1`: custom elements are refused, as Lightning Locker refuses them to components. The tags of LWC's own
 * engine stay, as the engine stands outside of Locker.
 */
export const lockedScript = {
  address: '/locked.js',
  content: `const define = CustomElementRegistry.prototype.define;
CustomElementRegistry.prototype.define = function (name, ...rest) {
  if (!/^(c|lightning|x)-/.test(name)) throw new TypeError('Custom elements are blocked.');
  return define.call(this, name, ...rest);
};
`,
};
