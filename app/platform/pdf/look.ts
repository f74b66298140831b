/** Ink and one teal on the reader's own paper: a ground of colour would be printed by every home printer. */
export const colors = {
  ink: '#1F1B16',
  quiet: '#5F574C',
  hairline: '#DDD3C3',
  teal: '#0F4C4A',
  marigold: '#E8A317',
}

/** US Letter, in points. */
export const sheetSize = { width: 612, height: 792 }

export const margin = { side: 62, top: 56, bottom: 70 }

export const columnWidth = sheetSize.width - 2 * margin.side

export type Style = {
  size: number
  leading: number
  weight: 'regular' | 'semibold'
  color: string
}

export const styles = {
  title: { size: 22, leading: 31, weight: 'semibold', color: colors.ink },
  heading: { size: 12.5, leading: 20, weight: 'semibold', color: colors.teal },
  text: { size: 10.5, leading: 16.5, weight: 'regular', color: colors.ink },
  strong: { size: 10.5, leading: 16.5, weight: 'semibold', color: colors.ink },
  quiet: { size: 9, leading: 14, weight: 'regular', color: colors.quiet },
  label: { size: 9.5, leading: 15, weight: 'regular', color: colors.quiet },
  value: { size: 9.5, leading: 15, weight: 'regular', color: colors.ink },
  total: { size: 9.5, leading: 15, weight: 'semibold', color: colors.ink },
  brand: { size: 11, leading: 16, weight: 'semibold', color: colors.teal },
} as const satisfies Record<string, Style>
