import type { Invitation } from '../../../src/feedback/invitation.ts';
import type { Response } from '../../../src/feedback/response.ts';
import type { Draws } from './draws.ts';
import type { FaultyStage } from './faulty-stage.ts';

const day = 86_400_000;

export interface Person {
  email: string;
  /** Absent for one that the org does not know (yet). */
  contactId?: string;
  isErased?: true;
}

/** The accounts and people of one seed: about one in ten is not in the org. */
export class SeededPeople {
  readonly accountIds: string[];
  readonly people: Person[];
  readonly #prefix: string;
  readonly #draws: Draws;
  readonly #stage: FaultyStage;
  #answers = 0;

  constructor(prefix: string, draws: Draws, stage: FaultyStage) {
    this.#prefix = prefix;
    this.#draws = draws;
    this.#stage = stage;
    const accounts = Array.from({ length: 1 + draws.below(5) }, (_, index) => ({
      Name: `${prefix}${index}`,
    }));
    this.accountIds = stage.create('Account', accounts);
    this.people = Array.from({ length: 4 + draws.below(26) }, (_, index) => ({
      email: `${prefix}p${index}@customer.example`,
    }));
    for (const person of this.people) if (draws.chance(0.9)) this.meet(person);
  }

  /** Makes the contact of a person. */
  meet(person: Person): void {
    const AccountId = this.#draws.oneOf(this.accountIds);
    const contact = { LastName: person.email, Email: person.email, AccountId };
    [person.contactId = ''] = this.#stage.create('Contact', [contact]);
  }

  /** A new answer of somebody; a few are of an unknown survey, have a time to come, or a question that nobody asked. */
  answer(person = this.#draws.oneOf(this.people)): Response {
    const draws = this.#draws;
    this.#answers += 1;
    const minutes = draws.chance(0.01) ? -400 * 1440 : 1 + draws.below(400 * 1440);
    return this.#said({
      externalId: `${this.#prefix}a${this.#answers}`,
      survey: draws.chance(0.02) ? 'never-asked' : 'relationship-2026',
      respondent: { email: person.email },
      score: 0,
      channel: 'Email',
      // the org keeps whole seconds
      respondedAt: `${new Date(this.#stage.now.getTime() - minutes * 60_000).toISOString().slice(0, 19)}Z`,
    });
  }

  /** The same answer, corrected. */
  corrected(answer: Response): Response {
    return this.#said(answer);
  }

  #said(answer: Response): Response {
    const draws = this.#draws;
    const number = draws.below(1_000_000);
    const answers = [
      { question: 'ease', number: draws.below(5) + 1 },
      { question: 'why', text: `because ${number}` },
      ...(draws.chance(0.05) ? [{ question: 'nobody-asked', number: 1 }] : []),
    ];
    return {
      ...answer,
      score: draws.below(11),
      comment: `line one,\n"quoted" ${number} ${'x'.repeat(draws.below(300))}`,
      ...(answer.answers !== undefined || draws.chance(0.4) ? { answers } : {}),
    };
  }

  /** Who of the known ones was asked. */
  invitations(): Invitation[] {
    const draws = this.#draws;
    return this.people
      .filter(({ contactId }) => contactId !== undefined && draws.chance(0.5))
      .map(({ email }, index) => ({
        externalId: `${this.#prefix}i${index}`,
        survey: 'relationship-2026',
        respondent: { email },
        status: 'Sent',
        channel: 'Email',
        sentAt: new Date(this.#stage.now.getTime() - (2 + draws.below(90)) * day).toISOString(),
      }));
  }
}
