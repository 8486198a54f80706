"""All of Prefect: the flows, their schedules, the server they run on."""
