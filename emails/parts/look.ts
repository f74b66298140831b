import type { CSSProperties } from 'react'
import type { Reader } from './reader.ts'

/** Paper and ink, one teal; marigold is for the line and for nothing else. Each pair holds 4.5:1 or more. */
export const colors = {
  paper: '#FBF7F0',
  ink: '#1F1B16',
  quiet: '#5F574C',
  hairline: '#DDD3C3',
  teal: '#0F4C4A',
  tealLight: '#7FB3AC',
  marigold: '#E8A317',
  brick: '#9C3B24',
}

export const darkColors = {
  paper: '#1F1B16',
  ink: '#FBF7F0',
  quiet: '#B9AE9E',
  hairline: '#4A4238',
  teal: '#8FD0C8',
  tealLight: '#4F8A84',
  brick: '#D9745A',
}

/** A reader's dark theme turns the ground, never the sense. Mail programs honour classes here, not variables. */
export const darkStyles = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper { background-color: ${darkColors.paper} !important; }
  .ink { color: ${darkColors.ink} !important; }
  .quiet { color: ${darkColors.quiet} !important; }
  .hairline { border-color: ${darkColors.hairline} !important; }
  .teal { color: ${darkColors.teal} !important; }
  .door { border-top-color: ${darkColors.teal} !important; border-left-color: ${darkColors.teal} !important; border-right-color: ${darkColors.teal} !important; }
  .press { background-color: ${darkColors.teal} !important; color: ${darkColors.paper} !important; }
  .share-out { background-color: ${darkColors.teal} !important; }
  .share-bank { background-color: ${darkColors.tealLight} !important; }
  .share-lost { background-color: ${darkColors.brick} !important; }
}
`

/** The system's own face, so that every script is drawn well and nothing is fetched. */
export const textFace =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', Arial, sans-serif"

/** Display face. Where it lacks letters the text face stays, since a fallback would change the script's style. */
export const displayFace = ({ direction, language }: Reader) =>
  direction === 'rtl' || language === 'zh' || language === 'vi'
    ? textFace
    : "Georgia, 'Iowan Old Style', 'Times New Roman', serif"

export const paragraph: CSSProperties = {
  margin: '0 0 16px',
  fontFamily: textFace,
  fontSize: '16px',
  lineHeight: '26px',
  color: colors.ink,
}

export const small: CSSProperties = {
  ...paragraph,
  fontSize: '14px',
  lineHeight: '22px',
  color: colors.quiet,
}

export const startSide = ({ direction }: Reader) => (direction === 'rtl' ? 'right' : 'left')
export const endSide = ({ direction }: Reader) => (direction === 'rtl' ? 'left' : 'right')
