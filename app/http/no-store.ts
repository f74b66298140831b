/** A page's `headers`: what signed-in people see is kept by no cache, their own browser's included. */
export const noStore = () => ({ 'Cache-Control': 'no-store' })
