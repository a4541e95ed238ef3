/** The part a person plays in a purchase; the values of the global value set `Feedback_Role`. */
export const roles = [
  'Decision Maker',
  'Executive Sponsor',
  'Economic Buyer',
  'Technical Buyer',
  'Influencer',
  'Evaluator',
  'Business User',
  'Other',
] as const;
export type Role = (typeof roles)[number];

/** How much each role counts where roles count at all. */
export interface RoleRules {
  /** The most influential first. A role that is not in it never decides. */
  order: readonly Role[];
  /** The weight of an answer, 0 or more, by the role of who gave it. */
  weights: Readonly<Record<Role, number>>;
  /** The weight of an answer of someone whose role is not known, 0 or more. */
  weightWithoutRole: number;
}

/**
 * The rules where nothing else is set: who decides or pays before who advises before who uses. Order and weights are a
 * convention, not a measurement; that is why a score made by them always says so, and is never the headline.
 */
export const defaultRoleRules: RoleRules = {
  order: roles,
  weights: {
    'Decision Maker': 3,
    'Executive Sponsor': 3,
    'Economic Buyer': 3,
    'Technical Buyer': 2,
    Influencer: 2,
    Evaluator: 2,
    'Business User': 1,
    Other: 1,
  },
  weightWithoutRole: 1,
};
