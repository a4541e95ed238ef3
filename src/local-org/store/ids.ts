/** The 62 characters of record ids, in Salesforce's order. */
const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The 32 characters of the checksum: each stands for five bits. */
const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** `value` in base 62, padded with zeros to `width` characters. Throws RangeError when it does not fit. */
export function toBase62(value: number, width: number): string {
  let rest = value;
  let digits = '';
  while (rest > 0) {
    digits = BASE_62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  if (digits.length > width) throw new RangeError(`${value} has more than ${width} digits in base 62`);
  return digits.padStart(width, '0');
}

/**
 * The three characters that make a 15-character id safe to compare without case: for each five characters, one
 * character says which of them are upper case.
 * Source: Salesforce Help, "What are the differences between 15 and 18 digit ID".
 */
export function idChecksum(id15: string): string {
  let checksum = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let place = 0; place < 5; place += 1) {
      const character = id15.charCodeAt(block + place);
      if (character >= 65 && character <= 90) bits |= 1 << place;
    }
    checksum += BASE_32.charAt(bits);
  }
  return checksum;
}

/** Gives back the letters' case that the checksum remembers, for ids that passed through a case-blind system. */
function restoreCase(id15: string, checksum: string): string | undefined {
  let restored = '';
  for (let block = 0; block < 3; block += 1) {
    const bits = BASE_32.indexOf(checksum.charAt(block).toUpperCase());
    if (bits < 0) return undefined;
    for (let place = 0; place < 5; place += 1) {
      const character = id15.charAt(block * 5 + place);
      restored += (bits >> place) & 1 ? character.toUpperCase() : character.toLowerCase();
    }
  }
  return restored;
}

/**
 * The 18-character form of an id given with 15 or 18 characters; undefined when it is not an id.
 * An 18-character id is valid when its checksum fits; otherwise its case is restored by the checksum if it was
 * written in one case throughout.
 */
export function normalizeId(id: string): string | undefined {
  if (id.length === 15) {
    return /^[0-9A-Za-z]{15}$/.test(id) ? id + idChecksum(id) : undefined;
  }
  if (id.length !== 18 || !/^[0-9A-Za-z]{15}[A-Za-z0-5]{3}$/.test(id)) return undefined;
  const id15 = id.slice(0, 15);
  if (idChecksum(id15) === id.slice(15)) return id;
  if (id !== id.toUpperCase() && id !== id.toLowerCase()) return undefined;
  const restored = restoreCase(id15, id.slice(15));
  return restored === undefined ? undefined : restored + idChecksum(restored);
}

/**
 * The id of the `count`th record of an object: key prefix (3 characters), the org's own mark (3), a reserved zero,
 * and the count in base 62 (8), with its checksum: 18 characters.
 */
export function makeId(keyPrefix: string, orgMark: string, count: number): string {
  const id15 = `${keyPrefix}${orgMark}0${toBase62(count, 8)}`;
  return id15 + idChecksum(id15);
}

/**
 * Key prefix of the `count`th custom object (`a`) or custom metadata type (`m`), from 0: `a00`, `a01`, … as in a new
 * org.
 */
export function customKeyPrefix(kind: 'a' | 'm', count: number): string {
  return kind + toBase62(count, 2);
}
