"""What is done by the clock. Each periodic job exists once however many workers run."""

from __future__ import annotations

from procrastinate import JobContext
from procrastinate.contrib.django import app

from legesvar.domain.audit.tasks import Task as AuditTask
from legesvar.domain.dialogues.tasks import Task as DialogueTask
from legesvar.domain.files.tasks import Task as FileTask
from legesvar.domain.identity.tasks import Task as IdentityTask
from legesvar.domain.notifications.tasks import Task as NoticeTask
from legesvar.domain.patients.tasks import Task as PatientTask
from legesvar.domain.search.tasks import Task as SearchTask
from legesvar.domain.statistics.tasks import Task as StatisticsTask

# minute hour day month weekday [second]
EVERY_TEN_SECONDS = "* * * * * */10"
SCHEDULE = {
    AuditTask.SEAL: EVERY_TEN_SECONDS,
    AuditTask.MAKE_MONTHS: "5 1 * * *",
    NoticeTask.MARK_UNCERTAIN: "* * * * *",
    IdentityTask.FORGET_PARKED_POSTS: "*/10 * * * *",
    IdentityTask.FORGET_VERIFICATIONS: "20 2 * * *",
    IdentityTask.FORGET_LOGINS: "25 2 * * *",
    DialogueTask.FORGET_OLD_DRAFTS: "15 2 * * *",
    DialogueTask.CLOSE_SILENT: "40 2 * * *",
    PatientTask.FORGET_IMPORTS: "25 * * * *",
    FileTask.FORGET_ORPHANS: "30 2 * * *",
    SearchTask.FORGET_SEARCHES: "50 2 * * *",
    # Each hour, and a clinic once a day: one that was passed over, by a stop or a fault, comes an hour later.
    StatisticsTask.GATHER: "10 * * * *",
}
KEEP_FINISHED_HOURS = 72


def bind() -> None:
    """Tie the periodic tasks to their times. `jobs.bind` must have been imported."""
    for name, cron in SCHEDULE.items():
        app.periodic(cron=cron, periodic_id=str(name))(app.tasks[name])


@app.periodic(cron="* * * * *", periodic_id="rescue")
@app.task(name="jobs.rescue", queueing_lock="jobs.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:
    """Take up again the jobs of workers that were killed: a job stays «doing» for ever otherwise."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


@app.periodic(cron="45 2 * * *", periodic_id="sweep")
@app.task(name="jobs.sweep", queueing_lock="jobs.sweep", pass_context=True)
async def sweep(context: JobContext, timestamp: int) -> None:
    """Delete finished jobs after some days."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS, include_failed=False)
    await context.app.job_manager.prune_stalled_workers(seconds_since_heartbeat=3600)


bind()
