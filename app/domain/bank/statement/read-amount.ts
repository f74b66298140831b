/**
 * An amount as banks write it: `1,234.56`, `-5`, `(12.00)`, `12.00-`, `$3.50`. Answers cents, or null for anything that two
 * readers could read as two different amounts.
 */
export function readAmount(written: string, decimal: 'point' | 'comma'): bigint | null {
  const plain = written.replaceAll('−', '-').replace(/[\s$]/g, '')
  const [, opened = '', size = '', closed = ''] = /^([-+(]?)([\d.,]+)([-)]?)$/.exec(plain) ?? []
  if ((opened === '(') !== (closed === ')') || (closed === '-' && opened !== '')) return null
  const [point, group] = decimal === 'point' ? ['.', ','] : [',', '.']
  const [whole = '', fraction = '', ...more] = size.split(point)
  if (more.length > 0 || fraction.length > 2 || fraction.includes(group)) return null
  const groups = whole.split(group)
  const isGrouped =
    groups.length === 1 ||
    groups.every((part, index) => (index === 0 ? /^\d{1,3}$/.test(part) : /^\d{3}$/.test(part)))
  const digits = groups.join('')
  if (!isGrouped || digits.length > 13 || digits + fraction === '') return null
  const cents = BigInt(digits + fraction.padEnd(2, '0'))
  return opened === '-' || opened === '(' || closed === '-' ? -cents : cents
}
