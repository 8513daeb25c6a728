import time, pytest
from tests.house.test_hostile_forms import forms, BODIES, browser
def test_prof(inhabited, visited):
    app, world = inhabited
    fs=forms(app,world,visited)
    client = browser(app, world.cookie(world.watcher, "en"))
    print("forms",len(fs))
    for what in ("nothing","untouched","each field twice","long","a megabyte","files everywhere","markup"):
        t=time.time(); res=[]
        for f in fs:
            t0=time.time()
            try:
                a=client.post(f.path,data=BODIES[what](f),content_type="multipart/form-data" if f.multipart or "files" in what else None); a.close()
                st=a.status_code
            except Exception as e: st=repr(e)[:80]
            res.append((time.time()-t0,f.path,len(f.fields),st))
        res.sort(key=lambda r:-r[0]); print(what,round(time.time()-t,1),res[:4])
