/** Leaves by replacing this page in the browser's history, so that Back does not lead to it again. Without it, a link. */
const leave = document.querySelector('[data-leave]')
leave.addEventListener('click', (event) => {
  event.preventDefault()
  location.replace(leave.href)
})
