import { isLive } from '#app/platform/stripe.ts'
import type { Language } from '#app/words/languages.ts'
import type { MessageName, MessageProps } from '#emails/messages.ts'
import { renderMessage } from '#emails/render.tsx'

/** A message as its reader gets it from this deployment: one without live keys says so in every mail to a donor. */
export const writeMail = <N extends MessageName>(name: N, props: MessageProps[N], language: Language) =>
  renderMessage(name, { ...props, demonstration: !isLive() }, language)
