/** Beyond this half-width of the interval, in points of NPS, a score is too uncertain to be compared. */
const widestHalfWidth = 30;
const millisecondsPerDay = 86_400_000;
const voiceKinds = ['promoters', 'passives', 'detractors', 'silent'];

/**
 * What may be said of the relationship with an account, as text, under the rules of src/elements/relationship-card
 * (a test compares the two): a score never without interval, number of answers, method and window.
 *
 * @param relationship the numbers of the account, as the element takes them
 * @param now ISO 8601
 * @param wording of c/rapportWording
 * @returns `{ title, text, pairs: { label, value }[], notes: string[] }`
 */
export function factsOf(relationship, now, wording) {
  const { answers, silent, scoredAt, windowDays } = relationship;
  const { say, count, whole } = wording;
  if (!(answers >= 1)) {
    return {
      title: say(scoredAt ? 'noCurrentAnswersTitle' : 'noAnswersTitle'),
      text: scoredAt ? say('noCurrentAnswersText', whole(windowDays)) : say('noAnswersText'),
      pairs: [],
      notes: silent ? [count('silentCount', silent)] : [],
    };
  }
  const voices = voicesOf(relationship, wording);
  const origin = originOf(relationship, now, wording);
  if (answers < 2 || !isScored(relationship)) {
    const kind = answers < 2 ? 'oneVoice' : 'incomplete';
    return { title: say(`${kind}Title`), text: say(`${kind}Text`), pairs: voices, notes: origin };
  }
  const { score, lower, upper } = relationship;
  const isWide = (upper - lower) / 2 > widestHalfWidth;
  const nps = { label: say('relationshipNps'), value: wording.score(score) };
  return {
    title: count('answerCount', answers),
    text: isWide ? say('tooFewText') : '',
    pairs: isWide ? [...voices, nps] : [nps, ...voices],
    notes: [
      say('interval', whole(lower), whole(upper)),
      say('methodAlike'),
      say('intervalMethod'),
      ...origin,
    ],
  };
}

function isScored({ score, lower, upper, scoredAt }) {
  return [score, lower, upper].every((value) => typeof value === 'number') && Boolean(scoredAt);
}

/** Those who have spoken are given only when they add up to the number of answers. */
function voicesOf(relationship, { say, whole }) {
  const { answers, promoters, passives, detractors } = relationship;
  const isComplete = promoters + passives + detractors === answers;
  return voiceKinds
    .filter((kind) => typeof relationship[kind] === 'number' && (kind === 'silent' || isComplete))
    .map((kind) => ({ label: say(kind), value: whole(relationship[kind]) }));
}

/** From which time the numbers are; of numbers older than a day their age is told. */
function originOf({ windowDays, lastAnswer, scoredAt }, now, { say, count, whole, day }) {
  const age = scoredAt && now ? Date.parse(now) - Date.parse(scoredAt) : 0;
  const computed =
    age > millisecondsPerDay
      ? count('computedDaysAgo', Math.floor(age / millisecondsPerDay))
      : say('computed', scoredAt ? day(scoredAt) : '');
  return [
    say('windowDays', whole(windowDays)),
    ...(lastAnswer ? [say('lastAnswer', day(lastAnswer))] : []),
    ...(scoredAt ? [computed] : []),
  ];
}
