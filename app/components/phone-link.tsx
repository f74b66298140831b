/** A telephone number that can be pressed, and read from the left in every language. */
export function PhoneLink({ phone }: { phone: string }) {
  return (
    <a
      href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}
      className="figures inline-block whitespace-nowrap py-0.5"
      dir="ltr"
    >
      {phone}
    </a>
  )
}
