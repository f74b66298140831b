const classNames = new RegExp(
  [
    '(?:scroll-)?[mp][lr]-',
    '(?:left|right)-(?:\\d|\\[|auto|full|px)',
    'text-(?:left|right)(?![\\w-])',
    '(?:float|clear)-(?:left|right)',
    'border-[lr](?:-|(?![\\w-]))',
    'rounded-(?:[lr]|[tb][lr])-',
  ]
    .map((one) => `(?<![\\w-])-?${one}`)
    .join('|'),
)

const properties =
  /(?:margin|padding|border)-?(?:[lL]eft|[rR]ight)\b|text-?[aA]lign:\s*'?(?:left|right)|float:\s*'?(?:left|right)|(?:^|[;{\s])(?:left|right):/

/** Places where a style says left or right: in an Arabic page it would stand on the wrong side. */
export function physicalDirections(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const quoted = path.endsWith('.css') ? line : (line.match(/(['"`])(?:(?!\1).)*\1/g) ?? []).join(' ')
    const wrong = classNames.test(quoted) || properties.test(path.endsWith('.css') ? line : styleOf(line))
    return wrong ? [`${path}:${index + 1}`] : []
  })
}

/** In a component only style objects are looked at: `left` is a fine name for anything else. */
const styleOf = (line: string): string => /style=\{\{.*/.exec(line)?.[0] ?? ''
