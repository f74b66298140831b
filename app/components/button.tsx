import { Link } from '@remix-run/react'
import type { ComponentProps } from 'react'

type Tone = 'primary' | 'outline' | 'refuse'

const tones: Record<Tone, string> = {
  primary: 'bg-primary text-on-primary hover:bg-primary-strong',
  outline: 'border-primary! text-primary hover:bg-primary-soft',
  refuse: 'border-loss! text-loss hover:bg-loss-soft',
}

/** A button. It submits, unless told otherwise, so that forms work as HTML means them to. */
export function Button({ tone = 'primary', className = '', type = 'submit', ...rest }: ButtonProps) {
  return <button type={type} className={`press ${tones[tone]} ${className}`} {...rest} />
}

type ButtonProps = ComponentProps<'button'> & { tone?: Tone }

/** A link that is the next step of a page. */
export function LinkButton({ tone = 'primary', className = '', ...rest }: LinkButtonProps) {
  return <Link className={`press ${tones[tone]} ${className}`} {...rest} />
}

type LinkButtonProps = ComponentProps<typeof Link> & { tone?: Tone }
