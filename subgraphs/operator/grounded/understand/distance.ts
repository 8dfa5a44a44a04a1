/** Whether one letter too many, too few, wrong or two swapped make one word of the other. */
export function isOneTypoApart(one: string, other: string): boolean {
  if (one === other) return true;
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  let end = 0;
  const shorter = Math.min(one.length, other.length);
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const restOne = one.slice(start, one.length - end);
  const restOther = other.slice(start, other.length - end);
  if (restOne.length <= 1 && restOther.length <= 1) return true;
  return restOne.length === 2 && restOther.length === 2 && restOne === [...restOther].reverse().join('');
}
