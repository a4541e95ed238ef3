/** The application's head: it stands above pages of the preview's own look, and above Lightning's. */
export const banner = `
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 3; padding: 0.5rem 1rem; background: var(--raised); }
.skip:focus { top: 0.5rem; }
.banner { background: var(--surface); border-bottom: 1px solid var(--line); }
@media print { .banner { display: none; } }
`;

/** What is within the head, and lists of users wherever they are. Only classes: a page may keep these to a part of it. */
export const bannerContent = `
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; border: 0;
}
.icon { flex: none; }
.icon-line { fill: none; stroke: currentcolor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
details[open] > summary .arrow { transform: rotate(180deg); }
.banner-row {
  display: flex; align-items: center; gap: 0.5rem 1rem; max-width: 80rem; margin: 0 auto; padding: 0.5rem 1.5rem 0;
}
.app { display: flex; align-items: center; gap: 0.625rem; margin-right: auto; }
.app-name { font-size: 1.125rem; font-weight: 700; color: var(--strong); }
.mark-ground { fill: var(--accent); }
.mark-bar { fill: #ffffff; opacity: 0.6; }
.mark-dot { fill: #ffffff; }
.tabs { max-width: 80rem; margin: 0 auto; padding: 0 1.5rem; }
.tab {
  display: inline-block; padding: 0.625rem 0.25rem; color: var(--strong); font-weight: 600; text-decoration: none;
  border-bottom: 3px solid var(--accent);
}
.languages ul { display: flex; gap: 0.25rem; }
.language {
  display: block; padding: 0.375rem 0.625rem; border-radius: 1rem; color: var(--link); text-decoration: none;
}
.language:hover { text-decoration: underline; }
.language[aria-current] { background: var(--accent-soft); color: var(--strong); font-weight: 600; }
.language-code { display: none; }
.user-menu { position: relative; }
.user-menu summary { list-style: none; cursor: pointer; }
.user-menu summary::-webkit-details-marker { display: none; }
.user-menu summary {
  display: flex; align-items: center; gap: 0.5rem; padding: 0.25rem 0.625rem 0.25rem 0.25rem; border-radius: 1.5rem;
}
.user-menu summary:hover, .user-menu[open] summary { background: var(--hover); }
.avatar {
  flex: none; display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 50%;
  background: var(--accent-soft); color: var(--strong); font-size: 0.8125rem; font-weight: 700;
}
.user-label { display: flex; flex-direction: column; min-width: 0; line-height: 1.3; }
.user-name { font-weight: 600; color: var(--strong); }
.user-role { color: var(--muted); font-size: 0.8125rem; }
.user-list {
  position: absolute; right: 0; top: calc(100% + 0.375rem); z-index: 2; width: 19rem; max-width: calc(100vw - 2rem);
  padding: 0.75rem 0.5rem 0.5rem; border-radius: 1rem; background: var(--raised); box-shadow: var(--shadow), 0 8px 24px rgb(0 0 0 / 16%);
}
.user-list-title { padding: 0 0.5rem 0.375rem; color: var(--muted); font-size: 0.8125rem; }
.user-link {
  display: flex; align-items: center; gap: 0.625rem; padding: 0.375rem 0.5rem; border-radius: 0.75rem;
  color: inherit; text-decoration: none;
}
.user-link:hover { background: var(--hover); }
.user-link[aria-current] { background: var(--accent-soft); }
.user-link[aria-current] .avatar { background: var(--surface); }
@media (max-width: 44rem) {
  .banner-row, .tabs { padding-left: 1rem; padding-right: 1rem; }
  .language-name {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
  .language-code { display: inline; }
}
@media (max-width: 30rem) {
  .banner-row { gap: 0.25rem; }
  .user-menu summary .user-label {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  }
}
`;
