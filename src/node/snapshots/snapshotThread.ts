/** Entry of the snapshots' thread: one task a message, one answer a task, in their order. */
import { parentPort, workerData } from 'node:worker_threads';
import { workInBackground } from '../../consensus/threadPriority.js';
import type { SnapshotTask, SnapshotThreadData } from './snapshotMessages.js';
import { SnapshotTasks } from './snapshotTasks.js';

if (parentPort === null) throw new Error('snapshotThread.js runs as a worker thread only');
const port = parentPort;
workInBackground();
const tasks = new SnapshotTasks(workerData as SnapshotThreadData);
port.on('message', (task: SnapshotTask) => port.postMessage(tasks.answer(task)));
