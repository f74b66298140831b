import { colors, displayFace, small } from './look.ts'
import type { Reader } from './reader.ts'

/** One number worth a look, and the words that make it true. */
export function Figure({ reader, value, caption }: { reader: Reader; value: string; caption: string }) {
  return (
    <div data-text="figure" style={{ margin: '0 0 18px' }}>
      <span className="teal" style={{ ...number, fontFamily: displayFace(reader) }}>
        {value}
      </span>{' '}
      <span className="quiet" style={{ ...small, display: 'block' }}>
        {caption}
      </span>
    </div>
  )
}

const number = { display: 'block', fontSize: '30px', lineHeight: '38px', color: colors.teal }
