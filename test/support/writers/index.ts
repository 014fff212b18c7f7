export { borderWriters } from './border.js';
export { insideWriters } from './inside.js';
export { routes } from './routes.js';
export { type Judge, type Trial, tryLie, tryMoved, tryTruth } from './trial.js';
