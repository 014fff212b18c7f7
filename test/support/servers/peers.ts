/** `liar` set the reverse name of its address to the relay's; the name does not lead back to it. */
export const peers = { relay: '185.138.182.7', stranger: '203.0.113.9', liar: '203.0.113.10' };
/** What the resolver of the tests knows. */
export const names = {
  reverse: {
    [peers.relay]: 'gato007.sndsy.ru',
    [peers.stranger]: 'mta.stranger.example',
    [peers.liar]: 'gato008.sndsy.ru',
  },
  forward: {
    'gato007.sndsy.ru': peers.relay,
    'gato008.sndsy.ru': '185.138.182.8',
    'mta.stranger.example': peers.stranger,
  },
};
