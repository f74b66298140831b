import type { ReactNode } from 'react'
import { colors, displayFace } from './look.ts'
import { Paragraph } from './paragraph.tsx'
import type { Reader } from './reader.ts'

export type BlockText = { title: string; paragraphs: string[] }

type Props = { reader: Reader; title: string; paragraphs?: string[]; children?: ReactNode }

/**
 * A part of a message under its own heading. What staff wrote for it may be in another language than the rest, so it
 * finds its own direction.
 */
export function Block({ reader, title, paragraphs = [], children }: Props) {
  return (
    <>
      <h2 dir="auto" className="ink" style={{ ...heading, fontFamily: displayFace(reader) }}>
        {title}
      </h2>
      {paragraphs.map((text) => (
        <Paragraph key={text} dir="auto">
          {text}
        </Paragraph>
      ))}
      {children}
    </>
  )
}

const heading = {
  margin: '28px 0 10px',
  fontSize: '20px',
  lineHeight: '28px',
  fontWeight: 'normal',
  color: colors.ink,
}
