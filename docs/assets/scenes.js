/*
 * Pins the pictures of a story: they leave their places between the paragraphs for one place at the top of the window,
 * where the picture of the paragraph being read stands. Nothing is built here that the page does not have, and all goes
 * back to its place for print, for readers who ask for less motion, in low windows, and on "Unpin".
 */
(() => {
  const scenes = [...document.querySelectorAll('.scene[data-scene]')]
  const nav = document.querySelector('.scene-steps')
  if (!nav || scenes.length < 2) return
  const links = [...nav.querySelectorAll('a')]
  const unpin = nav.querySelector('.scene-unpin')
  const art = scenes.map(scene => scene.querySelector('svg'))
  const homes = art.map(svg => svg.parentNode)
  const allowed = ['(prefers-reduced-motion: no-preference)', '(min-height: 30rem)', 'screen'].map(q => matchMedia(q))
  const stage = document.createElement('div')
  const holder = document.createElement('div')
  stage.className = 'pinned'
  holder.className = 'pinned-art'
  let at = -1
  let wanted = true

  // The heading after the last picture ends the story.
  let end = scenes.at(-1).closest('[data-block]') || scenes.at(-1)
  while ((end = end.nextElementSibling) && end.tagName !== 'H2');

  // A place counts as reached from the moment its top passes a line in the window, and for all that lies above it.
  const above = '1000000px 0px '
  const reached = new Set()
  const watcher = new IntersectionObserver(entries => {
    entries.forEach(entry => reached[entry.isIntersecting ? 'add' : 'delete'](entry.target))
    show(Math.max(0, scenes.findLastIndex(scene => reached.has(scene))))
  }, { rootMargin: above + '-40% 0px' })
  // Half of the window: a heading that a link leads to stands below the picture, almost as low as that.
  const ending = new IntersectionObserver(([entry]) => {
    stage.classList.toggle('past', entry.isIntersecting)
  }, { rootMargin: above + '-50% 0px' })

  function show(next) {
    if (next === at) return
    art.forEach((svg, n) => {
      svg.classList.toggle('pinned-was', n === at)
      svg.classList.toggle('pinned-now', n === next)
    })
    links.forEach((link, n) => {
      if (n === next) link.setAttribute('aria-current', 'step')
      else link.removeAttribute('aria-current')
    })
    at = next
  }

  function pin() {
    if (stage.isConnected) return
    const first = scenes[0].closest('[data-block]') || scenes[0]
    first.before(stage)
    stage.append(holder, nav)
    holder.append(...art)
    unpin.hidden = false
    scenes.forEach((scene, n) => {
      scene.classList.add('pinned-scene')
      const heard = document.createElement('p')
      heard.className = 'visually-hidden'
      heard.textContent = art[n].getAttribute('aria-label')
      scene.lastElementChild.append(heard)
      watcher.observe(scene)
    })
    if (end) ending.observe(end)
    show(0)
  }

  function release() {
    if (!stage.isConnected) return
    watcher.disconnect()
    ending.disconnect()
    reached.clear()
    at = -1
    scenes[0].prepend(nav)
    unpin.hidden = true
    scenes.forEach((scene, n) => {
      homes[n].append(art[n])
      art[n].removeAttribute('class')
      scene.classList.remove('pinned-scene')
      scene.lastElementChild.lastElementChild.remove()
    })
    stage.remove()
  }

  const settle = () => (wanted && allowed.every(query => query.matches) ? pin() : release())
  allowed.forEach(query => query.addEventListener('change', settle))
  addEventListener('beforeprint', release)
  addEventListener('afterprint', settle)
  unpin.addEventListener('click', () => {
    const place = scenes[Math.max(0, at)]
    wanted = false
    release()
    place.scrollIntoView()
    place.focus({ preventScroll: true })
  })
  settle()
})()
