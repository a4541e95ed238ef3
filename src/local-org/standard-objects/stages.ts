/** What a stage of an opportunity means; the stages of a new org. */
export interface OpportunityStage {
  name: string;
  /** Percent, 0–100. */
  probability: number;
  isClosed: boolean;
  isWon: boolean;
  forecastCategory: string;
  forecastCategoryName: string;
}

function open(name: string, probability: number, category = 'Pipeline'): OpportunityStage {
  return {
    name,
    probability,
    isClosed: false,
    isWon: false,
    forecastCategory: category,
    forecastCategoryName: category,
  };
}

/** The standard stages with their probabilities (Salesforce Help, "Opportunity Stages"). */
export const OPPORTUNITY_STAGES: OpportunityStage[] = [
  open('Prospecting', 10),
  open('Qualification', 10),
  open('Needs Analysis', 20),
  open('Value Proposition', 50),
  open('Id. Decision Makers', 60),
  open('Perception Analysis', 70),
  open('Proposal/Price Quote', 75),
  open('Negotiation/Review', 90),
  {
    name: 'Closed Won',
    probability: 100,
    isClosed: true,
    isWon: true,
    forecastCategory: 'Closed',
    forecastCategoryName: 'Closed',
  },
  {
    name: 'Closed Lost',
    probability: 0,
    isClosed: true,
    isWon: false,
    forecastCategory: 'Omitted',
    forecastCategoryName: 'Omitted',
  },
];
