import type { ReactElement } from 'react'
import type { Reader } from './reader.ts'

/** What each message file is: its subject line, an example of its facts, and its sheet. */
export type Message<Props> = {
  subject(props: Props, reader: Reader): string
  example: Props
  default(input: Props & { reader: Reader }): ReactElement
}
