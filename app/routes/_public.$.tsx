/** An address that is no page, answered inside the frame, so that its language and its name are known. */
export function loader() {
  throw new Response(null, { status: 404 })
}

/** The same for what is sent there. */
export function action() {
  return loader()
}

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export default function Missing() {
  return null
}
