import { colors, darkColors } from './look.ts'

/**
 * A mail as a dark mail program shows it, whatever the theme of the one who looks: each colour in its style attributes
 * becomes the one that the mail's own rules for dark would put there.
 */
export function inDark(html: string): string {
  const names = Object.keys(colors) as (keyof typeof colors)[]
  const dark = new Map(names.map((name) => [colors[name].toLowerCase(), darkOf(name)]))
  return html.replaceAll(/style="[^"]*"/g, (style) =>
    style.replaceAll(/#[0-9a-f]{6}\b/gi, (color) => dark.get(color.toLowerCase()) ?? color),
  )
}

const darkOf = (name: keyof typeof colors): string =>
  name in darkColors ? darkColors[name as keyof typeof darkColors] : colors[name]
