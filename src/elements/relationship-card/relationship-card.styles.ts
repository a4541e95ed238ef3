import { css } from 'lit';

/** The look of the relationship card: colours of the four kinds of voices, the score, its interval, people. */
export const relationshipCardStyles = css`
  .columns {
    display: grid;
    gap: 1.5rem 2.5rem;
    align-items: start;
  }
  .promoters,
  .above {
    --mark: var(--good);
  }
  .detractors,
  .below {
    --mark: var(--bad);
  }
  .passives,
  .silent,
  .quiet {
    --mark: var(--muted);
  }
  .passives {
    --fill: color-mix(in srgb, var(--mark) 45%, var(--ground));
  }
  .silent {
    --fill: transparent;
    stroke-dasharray: 2 1.5;
  }
  .either {
    --mark: var(--link);
  }
  .headline {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 1rem;
  }
  .score {
    color: var(--mark);
    font-size: var(--slds-g-font-scale-8, 3rem);
    font-variant-numeric: tabular-nums;
    line-height: 1.25;
    /* the sign stays before the number where text runs from right to left */
    unicode-bidi: plaintext;
  }
  .score.either {
    color: var(--strong);
  }
  .score.quiet {
    color: var(--muted);
    font-size: var(--slds-g-font-scale-3, 1.25rem);
  }
  .range,
  strong {
    color: var(--strong);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .quiet .range {
    color: inherit;
    font-weight: inherit;
  }
  .interval {
    display: block;
    margin-top: 0.25rem;
    overflow: visible;
  }
  .interval * {
    vector-effect: non-scaling-stroke;
    stroke: var(--mark);
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .interval .scale {
    stroke: var(--line);
    stroke-width: 2;
  }
  .bar {
    fill: color-mix(in srgb, var(--mark) 30%, var(--ground));
  }
  .dot {
    stroke-width: 9;
  }
  .interval .ring {
    stroke: var(--ground);
    stroke-width: 12;
  }
  .axis {
    display: flex;
    direction: ltr;
    color: var(--muted);
    font-size: var(--small);
    line-height: 1.25;
  }
  .axis * {
    flex: 1;
    text-align: center;
  }
  .axis :first-child {
    text-align: left;
  }
  .axis :last-child {
    text-align: right;
  }
  .people-title {
    font-size: var(--slds-g-font-scale-3, 1.25rem);
    line-height: 1.25;
    margin-bottom: 0.25rem;
    font-weight: 400;
  }
  .voices {
    display: grid;
    grid-template-columns: auto auto 1fr;
    gap: 0.375rem 0.75rem;
    margin-top: 0.5rem;
  }
  .voices li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
  }
  .voices strong {
    text-align: end;
  }
  .length {
    height: 0.875rem;
    border: 1px solid var(--mark);
    border-radius: 0.25rem;
    background: var(--fill, var(--mark));
  }
  .length.silent {
    border-style: dashed;
  }
  .people {
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
  }
  .person {
    fill: var(--fill, var(--mark));
    stroke: var(--mark);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 0 1.25rem;
    margin-top: 1rem;
    padding-top: 0.5rem;
    border-top: 1px solid var(--line);
    color: var(--muted);
    font-size: var(--small);
  }
  .stale {
    color: var(--warn);
    font-weight: 600;
  }
  @container (min-width: 34rem) {
    .columns {
      grid-template-columns: 1fr 1fr;
    }
  }
`;
