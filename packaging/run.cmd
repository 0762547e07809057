@echo off
rem packaging\run.cmd [arguments]        open the window, or run a command of peerreview
rem packaging\run.cmd test [arguments]   run the everyday tests
setlocal
rem names of files are meant from where the person stands
set "STANDS=%CD%"
cd /d "%~dp0.."
set "HOUSE=%CD%"
if not defined PYTHON set PYTHON=py -3.11
if not exist .venv\Scripts\python.exe %PYTHON% -m venv .venv || exit /b 3
set LOCK=requirements.txt
if "%~1"=="test" set LOCK=requirements-test.txt
fc /b packaging\%LOCK% .venv\%LOCK% >nul 2>&1 && goto ready
.venv\Scripts\python.exe -m pip install -q --disable-pip-version-check --require-hashes -r packaging\%LOCK% || exit /b 3
copy /y packaging\%LOCK% .venv\%LOCK% >nul
:ready
if "%~1"=="test" goto test
set "PYTHONPATH=%HOUSE%"
cd /d "%STANDS%"
"%HOUSE%\.venv\Scripts\python.exe" -P -m peerreview %*
exit /b
:test
.venv\Scripts\python.exe -m pytest -m "not benchmark and not heavy" %2 %3 %4 %5 %6 %7 %8 %9
