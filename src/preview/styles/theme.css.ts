/**
 * Colours, light and dark, in the form of SLDS 2: its greys and its blue. Text has a contrast of at least 4.5:1 on its
 * ground. A page whose components are light only says `data-light`.
 */
export const theme = `
:root {
  color-scheme: light dark;
  --ground: #f3f3f3; --surface: #ffffff; --raised: #ffffff; --shade: #f7f7f7; --hover: #f5f9ff;
  --text: #2e2e2e; --strong: #03234d; --muted: #5c5c5c; --line: #e5e5e5; --edge: #767676;
  --accent: #066afe; --link: #0250d9; --accent-soft: #d8e6fe; --focus: #022ac0;
  --above: #056764; --below: #b60554; --either: #0250d9; --wide: #747474;
  --above-bar: #8fd8cf; --below-bar: #f9b3cd; --either-bar: #a8cbff; --wide-bar: #d4d4d4;
  --scale: #c9c9c9; --zero: #747474;
  --shadow: 0 2px 4px rgb(0 0 0 / 8%), 0 0 2px rgb(0 0 0 / 10%);
}
@media (prefers-color-scheme: dark) {
  :root:not([data-light]) {
    --ground: #121314; --surface: #1d1f21; --raised: #26292c; --shade: #232629; --hover: #232b38;
    --text: #e5e5e5; --strong: #ffffff; --muted: #aeaeae; --line: #393c40; --edge: #8c8c8c;
    --accent: #2f80ff; --link: #8db9ff; --accent-soft: #1b3358; --focus: #a8cbff;
    --above: #45c9bb; --below: #ff8fb5; --either: #8db9ff; --wide: #a0a0a0;
    --above-bar: #1d5d58; --below-bar: #7a2447; --either-bar: #2b4a7d; --wide-bar: #4a4d50;
    --scale: #4d5155; --zero: #a0a0a0;
    --shadow: 0 0 0 1px #303336;
  }
}
:root[data-light] { color-scheme: light; }
`;
